// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/word.h"

void word_flags(const struct arguments *arguments, struct intent *intent)
{
    intent->scheduled = arguments->scheduled;
    intent->allow_denied = arguments->allow_denied;
    if (arguments->import_mode != NULL)
        intent->import_mode = text_equal(arguments->import_mode, "Legacy")
                                  ? IMPORT_MODE_LEGACY
                                  : IMPORT_MODE_PRESERVE_ORIGINAL;
    if (arguments->reference_policy != NULL) {
        intent->reference_policy_said = true;
        intent->reference_policy = text_equal(arguments->reference_policy, "local")
                                       ? REFERENCE_POLICY_LOCAL
                                       : REFERENCE_POLICY_SOURCE;
    }
}

/* The row of the tag that was meant: of import-image perhaps that at the end of an alias. */
static const struct row *asked_row(const struct plan *plan, const struct intent *intent)
{
    const struct row *found = NULL;
    list_each (row, &plan->rows) {
        if (row->kind == ROW_CONSUMER)
            continue;
        bool meant = text_equal(row->namespace, intent->namespace) &&
                     text_equal(row->stream, intent->stream) && text_equal(row->tag, intent->tag);
        if (meant || row->reason == REASON_ASKED_FOR || row->reason == REASON_AS_ASKED)
            found = found == NULL || !meant ? row : found;
    }
    return found;
}

/* What `oc tag` says, with the namespace always named. */
static void tell(const struct invocation *invocation, const struct row *row,
                 const struct intent *intent)
{
    static const char *const sentences[] = {"Tag %s set to %s", "Tag %s set up to track %s",
                                            "Tag %s set to import %s periodically"};
    if (row == NULL || (row->reason != REASON_ASKED_FOR && row->reason != REASON_AS_ASKED))
        return;
    const char *to = row->wanted != NULL ? row->wanted : row->current;
    FILE *out = invocation->out;
    if (row->reason == REASON_AS_ASKED) {
        fputs("Tag ", out);
        text_print_safe(out, row->object);
        fputs(" is already set to ", out);
        text_print_safe(out, to != NULL ? to : "that");
    } else {
        const char *sentence = sentences[intent->alias ? 1 : intent->scheduled ? 2 : 0];
        for (const char *at = sentence, *value = row->object; *at != '\0'; at++) {
            if (*at != '%') {
                fputc(*at, out);
                continue;
            }
            text_print_safe(out, value != NULL ? value : "nothing");
            value = to;
            at++;
        }
    }
    fputs(invocation->arguments.dry_run ? " (dry run).\n" : ".\n", out);
}

int word_carry_out(struct invocation *invocation, struct session *session,
                   const struct intent *intent, struct err *err)
{
    struct cycle cycle cycle_scope = {0};
    int result = invocation->arguments.dry_run
                     ? open_plan(invocation, session, intent, &cycle, err)
                     : open_sync(invocation, session, intent, &cycle, err);
    if (result < 0)
        return -1;
    open_report(invocation, REPORT_PLAN, session, &cycle, (struct report_only){0});
    int status = open_status(&cycle);
    if (status == EXIT_DONE)
        tell(invocation, asked_row(&cycle.plan, intent), intent);
    return status;
}
