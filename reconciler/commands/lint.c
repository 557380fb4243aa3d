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
    bool errors = declared_errors(&cycle.declared) > 0;
    console_advise(invocation, &cycle.source, &cycle.declared, errors);
    return errors ? EXIT_DIFFERS : EXIT_DONE;
}
