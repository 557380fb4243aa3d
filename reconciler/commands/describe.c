// SPDX-License-Identifier: Apache-2.0
/* `weir describe`: shows one stream with its tags, promotions, workloads and latest records. */
#include <string.h>

#include "reconciler/commands/history_query.h"
#include "reconciler/commands/select.h"

int describe_run(struct invocation *invocation, struct err *err)
{
    const option_list *operands = &invocation->arguments.operands;
    const char *name = operands->items[operands->count - 1];
    struct selected selected;
    /* As in oc, the kind may be a separate word: "is web". */
    if (operands->count > 1 &&
        select_kind(operands->items[0], strlen(operands->items[0])) == OBJECT_NONE)
        return err_set(err, "too many operands, starting with \"%s\"", name);
    if (selected_object(&invocation->arena, name, &selected, err) < 0)
        return -1;

    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_plan_selected(invocation, &selected, &session, &cycle, err) < 0)
        return -1;
    if (declared_stream(&cycle.declared, selected.namespace, selected.stream) == NULL) {
        err_set(err, "there is no image stream %s/%s", selected.namespace, selected.stream);
        return err_hint(err, "run `weir get streams` to list the streams");
    }
    struct report_only only = {.namespace = selected.namespace, .stream = selected.stream};
    history_complete(&session, &cycle, only);
    console_report(invocation, REPORT_STREAM, &session, &cycle, only);
    return EXIT_DONE;
}
