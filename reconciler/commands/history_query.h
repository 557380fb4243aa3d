// SPDX-License-Identifier: Apache-2.0
/* What commands that read the journal have in common. */
#pragma once

#include "reconciler/commands/console.h"

/* -1 when there is no journal to read, with what can be done. One that is yet to begin is none of
 * that: the report says so. */
MUST_USE int past_needed(const struct cycle *cycle, struct err *err);
/* Whether what is meant is declared or recorded. */
bool past_known(const struct cycle *cycle, struct report_only only);
/* EXIT_TROUBLE when the journal of a tag that is meant can't be relied upon, which the report says;
 * else EXIT_DONE. */
int past_status(const struct cycle *cycle, struct report_only only);
