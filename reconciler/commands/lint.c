// SPDX-License-Identifier: Apache-2.0
/* `weir lint`: lists the problems of all manifests. */
#include "reconciler/commands/console.h"

int lint_run(struct invocation *invocation, struct err *err)
{
    session_scope struct session session = {0};
    cycle_scope struct cycle cycle = {0};
    if (console_session(invocation, false, NULL, &session, err) < 0 ||
        session_read(&session, &cycle.run, &cycle.source, &cycle.declared, err) < 0)
        return -1;
    console_report(invocation, REPORT_PROBLEMS, &session, &cycle, (struct report_only){0});
    console_advise(invocation, &session, &cycle.declared, false);
    list_each (problem, &cycle.declared.problems)
        if (problem_severity(problem->code) == SEVERITY_ERROR)
            return EXIT_DIFFERS;
    return EXIT_DONE;
}
