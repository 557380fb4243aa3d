// SPDX-License-Identifier: Apache-2.0
/* Shared by the commands that read the journal. */
#pragma once

#include "reconciler/commands/console.h"

/* Returns -1 when there is no journal or it cannot be read, with a hint. A journal that has not
 * started yet is not an error: the report says so. */
MUST_USE int history_needed(const struct cycle *cycle, struct err *err);
/* True if the selected objects are declared or have records. */
bool history_known(const struct cycle *cycle, struct report_only only);
/* Returns EXIT_TROUBLE when the journal of a selected tag is damaged, which the report says, else
 * EXIT_DONE. */
int history_status(const struct cycle *cycle, struct report_only only);
