// SPDX-License-Identifier: Apache-2.0
/* `weir verify`: checks that the pinned images, and images to roll back to, still exist. */
#include "reconciler/verify.h"
#include "reconciler/commands/console.h"

int verify_run(struct invocation *invocation, struct err *err)
{
    const struct arguments *arguments = &invocation->arguments;
    unsigned history = arguments->history > 0 ? arguments->history : VERIFY_HISTORY_DEFAULT;
    session_scope struct session session = {0};
    verify_scope struct verify made = {0};
    if (console_session(invocation, true, NULL, &session, err) < 0)
        return -1;
    progress_begin(&invocation->progress);
    int result = verify_images(&session, history, &made, err);
    progress_end(&invocation->progress);
    if (result < 0)
        return -1;
    const struct report report = {
        .source = &made.source,
        .declared = &made.declared,
        .observed = &made.observed,
        .verification = &made.made,
        .now = made.observed.now,
        .color = invocation->color,
        .width = invocation->width,
    };
    report_print(REPORT_VERIFICATION, console_format(invocation), &report, invocation->out);
    console_advise(invocation, &made.source, &made.declared, false);
    return made.made.gone + made.made.unknown > 0 ? EXIT_DIFFERS : EXIT_DONE;
}
