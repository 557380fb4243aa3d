// SPDX-License-Identifier: Apache-2.0
/* Carries out a person's request, for example that of `tag` or `import-image`. */
#pragma once

#include "reconciler/commands/console.h"
#include "reconciler/commands/select.h"

/* Sets the intent from the flags that `tag` and `import-image` share. */
void request_flags(const struct arguments *arguments, struct intent *intent);
/*
 * Plans the intent and writes it unless --dry-run is given. Prints one line in the style of oc for
 * each tag that has the requested state. The exit status says whether all tags have it.
 */
MUST_USE int request_carry_out(struct invocation *invocation, struct session *session,
                               const struct intent *intent, struct err *err);
