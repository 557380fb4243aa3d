// SPDX-License-Identifier: Apache-2.0
/* `weir explain`: shows the rules that decided what happens to a tag, in their order. */
#include "reconciler/commands/console.h"
#include "reconciler/commands/select.h"

static bool planned(const struct plan *plan, const struct selected *selected)
{
    list_each (row, &plan->rows)
        if (row->kind != ROW_CONSUMER && text_equal(row->environment, selected->namespace) &&
            text_equal(row->stream, selected->stream) && text_equal(row->tag, selected->tag))
            return true;
    return false;
}

int explain_run(struct invocation *invocation, struct err *err)
{
    const char *operand = invocation->arguments.operands.items[0];
    struct selected selected;
    if (selected_object(&invocation->arena, operand, &selected, err) < 0)
        return -1;
    if (selected.digest != NULL)
        return err_set(err, "\"%s\" is not a STREAM:TAG", operand);
    if (selected.tag == NULL)
        selected.tag = "latest";

    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_plan_selected(invocation, &selected, &session, &cycle, err) < 0)
        return -1;
    if (!planned(&cycle.plan, &selected)) {
        err_set(err, "there is no tag %s/%s:%s", selected.namespace, selected.stream, selected.tag);
        return err_hint(err, "run `weir get tags` to list the tags");
    }
    console_report(invocation, REPORT_EXPLANATION, &session, &cycle,
                   (struct report_only){.namespace = selected.namespace,
                                        .stream = selected.stream,
                                        .tag = selected.tag});
    return EXIT_DONE;
}
