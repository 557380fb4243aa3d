// SPDX-License-Identifier: Apache-2.0
/* A person's word: what `tag` and `import-image` do once they know what was asked for. */
#pragma once

#include "reconciler/commands/console.h"
#include "reconciler/commands/select.h"

/* The flags that both share. */
void word_flags(const struct arguments *arguments, struct intent *intent);
/*
 * Plans the intent, writes it unless --dry-run is given, and says as oc does what is so now, of
 * each tag that is; the exit status tells whether all are.
 */
MUST_USE int word_carry_out(struct invocation *invocation, struct session *session,
                            const struct intent *intent, struct err *err);
