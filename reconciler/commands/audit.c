// SPDX-License-Identifier: Apache-2.0
/* `weir audit`: compares the journal with the history of the branch. */
#include "reconciler/audit.h"

#include <string.h>

#include "reconciler/commands/console.h"
#include "reconciler/commands/time_option.h"

/* Reads the time of --since or --until; does nothing if text is NULL. A date without a time of day
 * means the beginning of that day if `begins` is true, else the end of that day. */
static int read_time(const char *option, const char *text, moment now, bool begins, moment *out,
                     struct err *err)
{
    char day[MOMENT_TEXT_MAX];
    if (text == NULL)
        return 0;
    snprintf(day, sizeof day, "%.10sT00:00:00Z", text);
    if ((begins && strlen(text) == strlen("2026-11-21") && moment_parse(day, out)) ||
        time_option_parse(text, now, false, out))
        return 0;
    err_set(err, "%s: \"%s\" is not a time", option, text);
    return err_hint(err, "write 2026-11-20, 2026-11-20T09:00:00Z or 90d");
}

static int read_scope(const struct arguments *arguments, moment now, struct audit_scope *out,
                      struct err *err)
{
    *out = (struct audit_scope){INT64_MIN, MOMENT_NEVER, arguments->namespace, now};
    if (read_time("--since", arguments->since, now, true, &out->since, err) < 0 ||
        read_time("--until", arguments->until, now, false, &out->until, err) < 0)
        return -1;
    return out->since <= out->until ? 0 : err_set(err, "--since is later than --until");
}

static void print(struct invocation *invocation, const struct session *session,
                  const struct audit_scope *scope, const struct audited *made)
{
    static const struct declared nothing;
    const struct report report = {
        .source = &made->source,
        .declared = &nothing,
        .audit = &made->audit,
        .scope = scope,
        .now = session_now(session),
        .color = invocation->color,
        .width = invocation->width,
    };
    report_print(REPORT_AUDIT, console_format(invocation), &report, invocation->out);
}

int audit_run(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    audited_scope struct audited made = {0};
    struct audit_scope scope;
    if (console_history(invocation, &session, err) < 0 ||
        read_scope(&invocation->arguments, session_now(&session), &scope, err) < 0)
        return -1;
    progress_begin(&invocation->progress);
    int result = audit_history(&session, &scope, &made, err);
    progress_end(&invocation->progress);
    if (result < 0 || (scope.namespace != NULL &&
                       selected_environment(made.environments.items, made.environments.count,
                                            scope.namespace, err) < 0))
        return -1;
    print(invocation, &session, &scope, &made);
    const size_t *classes = made.audit.classes;
    return classes[FINDING_EXCEPTION] + classes[FINDING_UNKNOWN] > 0 ? EXIT_DIFFERS : EXIT_DONE;
}
