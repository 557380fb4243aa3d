// SPDX-License-Identifier: Apache-2.0
/* `weir version`: prints the version of the program. */
#include "reconciler/commands/command.h"

int version_run(struct invocation *invocation, struct err *err)
{
    (void)err;
    fprintf(invocation->out, "weir %s\n", WEIR_VERSION);
    return EXIT_DONE;
}
