// SPDX-License-Identifier: Apache-2.0
/* Checks the journal for the commands that show it. */
#pragma once

#include "reconciler/commands/console.h"

/* Returns 0, or -1 with a hint if no journal is kept or the journal can't be read. A journal that
 * has not started yet is not an error: the report says so. */
MUST_USE int history_needed(const struct cycle *cycle, struct err *err);
/* Adds the hint that names the journal's branch to an error. Returns -1. */
int history_name(const struct journal *journal, struct err *err);
/* Reads all records of the tags that are selected by namespace, stream and tag. The functions below
 * and reports of the past need them. */
void history_complete(const struct session *session, const struct cycle *cycle,
                      struct report_only only);
/* True if the selected objects are declared or have records. */
bool history_known(const struct cycle *cycle, struct report_only only);
/* Returns EXIT_TROUBLE if the journal, or its file of a selected tag, can't be used; else
 * EXIT_DONE. The report says so. */
int history_status(const struct cycle *cycle, struct report_only only);
