// SPDX-License-Identifier: Apache-2.0
/* Carries out a person's request, for example `tag` or `import-image`. */
#pragma once

#include "reconciler/commands/console.h"
#include "reconciler/commands/select.h"

/* Sets the intent from the flags that `tag` and `import-image` share. */
void request_flags(const struct arguments *arguments, struct intent *intent);
/*
 * Plans the intent, and writes the plan unless --dry-run is given. Prints the report of the plan
 * and, unless writing failed, one line in the style of oc for each tag that has the requested
 * state. Returns EXIT_DONE if all requested tags have that state and no row needs attention,
 * EXIT_DIFFERS if not, or -1 on error.
 */
MUST_USE int request_carry_out(struct invocation *invocation, struct session *session,
                               const struct intent *intent, struct err *err);
