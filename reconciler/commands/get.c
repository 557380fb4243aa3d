// SPDX-License-Identifier: Apache-2.0
/* `weir get`: lists streams, tags, promotions or environments. */
#include <string.h>

#include "reconciler/commands/history_query.h"
#include "reconciler/commands/select.h"
#include "reconciler/commands/time_option.h"

static const struct {
    const char *word, *list;
    enum report_kind report;
} kinds[] = {
    [OBJECT_STREAM] = {"image stream", "streams", REPORT_STREAMS},
    [OBJECT_TAG] = {"tag", "tags", REPORT_TAGS},
    [OBJECT_PROMOTION] = {"promotion", "promotions", REPORT_PROMOTIONS},
    [OBJECT_ENVIRONMENT] = {"promotion", "environments", REPORT_ENVIRONMENTS},
};

static int not_there(const struct invocation *invocation, enum object_kind kind, const char *name,
                     struct err *err)
{
    const char *namespace = invocation->arguments.namespace;
    err_set(err, "there is no %s \"%s\"%s%s", kinds[kind].word, name,
            namespace != NULL ? " in " : "", namespace != NULL ? namespace : "");
    return err_hint(err, "run `weir get %s` to list all of them", kinds[kind].list);
}

/* Reads the kind and the name of the objects to list: "tags web", or as one word "tags/web". */
static int asked_for(struct invocation *invocation, enum object_kind *kind, const char **named,
                     struct report_only *only, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    const option_list *operands = &arguments->operands;
    const char *word = operands->items[0], *name = operands->count > 1 ? operands->items[1] : NULL;
    size_t length = strcspn(word, "/");
    if (word[length] == '/' && name != NULL)
        return err_set(err, "two names are given: \"%s\" and \"%s\"", word + length + 1, name);
    if (word[length] == '/')
        name = word + length + 1;
    *kind = select_kind(word, length);
    if (*kind == OBJECT_NONE) {
        err_set(err, "can't list \"%.*s\"", (int)length, word);
        return err_hint(err, "name one of: streams, tags, promotions, environments");
    }
    *named = name;
    *only = (struct report_only){.namespace = arguments->namespace};
    if (*kind == OBJECT_PROMOTION || *kind == OBJECT_ENVIRONMENT) {
        only->promotion = name;
        return 0;
    }
    struct selected selected = {0};
    if (name != NULL && selected_object(&invocation->arena, name, &selected, err) < 0)
        return -1;
    if (selected.namespace != NULL && only->namespace != NULL &&
        !text_equal(selected.namespace, only->namespace))
        return err_set(err, "two namespaces are given: \"%s\" and \"%s\"", selected.namespace,
                       only->namespace);
    only->namespace = selected.namespace != NULL ? selected.namespace : only->namespace;
    only->stream = selected.stream;
    only->tag = selected.tag;
    return 0;
}

/* Carries out `get tags --at`. Earlier images are in the journal, so no registry is asked. */
static int get_past(struct invocation *invocation, const char *name, struct report_only only,
                    struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, false, NULL, &session, err) < 0)
        return -1;
    enum { DAY = 24 * 3600 };
    moment now = session_now(&session);
    bool said = time_option_parse(invocation->arguments.at, now, false, &only.at);
    bool today = said && strchr(invocation->arguments.at, 'T') == NULL && only.at - now < DAY;
    only.at = today && only.at > now ? now : only.at;
    if (!said || only.at > now) {
        err_set(err, "--at: \"%s\" is not a time in the past", invocation->arguments.at);
        return err_hint(err, "write 2026-11-20, 2026-11-20T09:00:00Z, or 2d for two days ago");
    }
    if (console_plan(invocation, &session, NULL, &cycle, err) < 0 ||
        history_needed(&cycle, err) < 0)
        return -1;
    history_complete(&session, &cycle, only);
    if (name != NULL && !history_known(&cycle, only))
        return not_there(invocation, OBJECT_TAG, name, err);
    console_report(invocation, REPORT_TAGS_AT, &session, &cycle, only);
    return history_status(&cycle, only);
}

int get_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    enum object_kind kind = OBJECT_NONE;
    const char *name = NULL;
    struct report_only only = {0};
    if (asked_for(invocation, &kind, &name, &only, err) < 0)
        return -1;
    if (arguments->all_namespaces && arguments->namespace != NULL)
        return err_set(err, "--namespace and --all-namespaces can't be combined");
    if (arguments->at != NULL && kind != OBJECT_TAG) {
        err_set(err, "--at works with \"tags\" only");
        return err_hint(err, "run `weir get tags --at %s`", arguments->at);
    }
    if (arguments->at != NULL)
        return get_past(invocation, name, only, err);

    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, kind != OBJECT_STREAM, NULL, &session, err) < 0 ||
        console_plan(invocation, &session, NULL, &cycle, err) < 0)
        return -1;
    struct report found = {.declared = &cycle.declared, .plan = &cycle.plan, .only = only};
    if (name != NULL && !report_found(&found))
        return not_there(invocation, kind, name, err);
    bool past = kind == OBJECT_ENVIRONMENT;
    if (past)
        history_complete(&session, &cycle, (struct report_only){0});
    console_report(invocation, kinds[kind].report, &session, &cycle, only);
    console_advise(invocation, &cycle.source, &cycle.declared, console_for_people(invocation));
    if (!past && cycle.plan.unreadable != NULL && !arguments->quiet)
        fprintf(stderr, "weir: note: %s\n", cycle.plan.unreadable);
    return past ? history_status(&cycle, (struct report_only){0}) : EXIT_DONE;
}
