// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/request.h"

#include "manifests/base/words.h"
#include "reconciler/commands/commit_line.h"

void request_flags(const struct arguments *arguments, struct intent *intent)
{
    intent->scheduled = arguments->scheduled;
    intent->allow_denied = arguments->allow_denied;
    intent->reason = arguments->reason;
    intent->at = intent->until = MOMENT_NEVER;
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

/* The words between the tag and its image in the line that tell() prints. */
static const char *const verbs[] = {
    [INTENT_NONE] = " is ",
    [INTENT_IMPORT_IMAGE] = " set to ",
    [INTENT_TAG] = " set to ",
    [INTENT_PROMOTE] = " promoted to ",
    [INTENT_ROLLBACK] = " rolled back to ",
    [INTENT_RELEASE] = " released; its image is ",
    [INTENT_DELETE_TAG] = NULL, /* has a line of its own */
    [INTENT_REPAIR] = " recorded again; its image is ",
};
TABLE_COMPLETE(verbs, INTENT_KINDS);

/* Prints what was done with the tag, in the style of `oc tag` but always with the namespace. */
static void tell(const struct invocation *invocation, const struct row *row,
                 const struct intent *intent)
{
    FILE *out = invocation->out;
    const char *end = invocation->arguments.dry_run ? " (dry run).\n" : ".\n";
    if (intent->kind == INTENT_DELETE_TAG) {
        fputs("Deleted tag ", out);
        text_print_safe(out, row->object);
        fputs(end, out);
        return;
    }
    const char *verb = verbs[intent->kind];
    const char *to = row->wanted != NULL ? row->wanted : row->current, *behind = "";
    if (intent->kind == INTENT_RELEASE && row->follows != NULL) {
        verb =
            row->reason == REASON_AS_ASKED ? " is not held; it follows " : " released; it follows ";
    } else if (row->reason == REASON_AS_ASKED && intent->kind == INTENT_RELEASE) {
        verb = " is not held; its image is ";
    } else if (row->reason == REASON_AS_ASKED) {
        verb = " is already set to ";
    } else if (intent->alias) {
        verb = " set up to track ";
    } else if (intent->scheduled) {
        verb = " set to import ";
        behind = " periodically";
    }
    fputs("Tag ", out);
    text_print_safe(out, row->object);
    fputs(verb, out);
    text_print_safe(out, to != NULL ? to : "nothing");
    fputs(behind, out);
    fputs(end, out);
    if (row->hint != NULL) {
        fputs("Hint: ", out);
        text_print_safe(out, row->hint);
        fputs(".\n", out);
    }
}

/* True if the row's tag has the requested state. False for rows of aliases and workloads, which
 * were not requested. */
static bool done(const struct row *row)
{
    return row->kind != ROW_CONSUMER &&
           (row->reason == REASON_ASKED_FOR || row->reason == REASON_AS_ASKED ||
            row->reason == REASON_RELEASED || row->reason == REASON_REPAIRED);
}

int request_carry_out(struct invocation *invocation, struct session *session,
                      const struct intent *intent, struct err *err)
{
    cycle_scope struct cycle cycle = {0};
    int result = invocation->arguments.dry_run
                     ? console_plan(invocation, session, intent, &cycle, err)
                     : console_sync(invocation, session, intent, &cycle, err);
    if (result < 0)
        return -1;
    if (intent->kind == INTENT_REPAIR && cycle.plan.rows.count == 0) {
        fputs("Nothing to repair: no tag's image has a record that is later than now.\n",
              invocation->out);
        return EXIT_DONE;
    }
    console_report(invocation, REPORT_PLAN, session, &cycle, (struct report_only){0});
    int status = console_status(&cycle);
    if (console_unwritten(&cycle))
        return status;
    list_each (row, &cycle.plan.rows) {
        if (done(row)) /* even if other tags were refused */
            tell(invocation, row, intent);
        else if (row->kind != ROW_CONSUMER && row->reason != REASON_ALIAS)
            status = EXIT_DIFFERS; /* for example a hold or a gate stopped the request */
    }
    commit_line_print(invocation, session, &cycle);
    return status;
}
