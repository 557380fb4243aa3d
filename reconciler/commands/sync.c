// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/console.h"

int sync_run(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (open_session(invocation, true, NULL, &session, err) < 0 ||
        open_sync(invocation, &session, NULL, &cycle, err) < 0)
        return -1;
    open_report(invocation, REPORT_PLAN, &session, &cycle, (struct report_only){0});
    open_advise(invocation, &session, &cycle.declared, open_for_people(invocation));
    return open_status(&cycle);
}
