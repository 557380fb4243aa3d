// SPDX-License-Identifier: Apache-2.0
/* `weir sync`: writes what `weir diff` shows. */
#include "reconciler/commands/commit_line.h"

int sync_run(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, true, NULL, &session, err) < 0 ||
        console_sync(invocation, &session, NULL, &cycle, err) < 0)
        return -1;
    console_report(invocation, REPORT_PLAN, &session, &cycle, (struct report_only){0});
    commit_line_print(invocation, &session, &cycle);
    console_advise(invocation, &cycle.source, &cycle.declared, console_for_people(invocation));
    return console_status_whole(&cycle);
}
