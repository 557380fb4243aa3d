// SPDX-License-Identifier: Apache-2.0
/* Applying a change: its files are written in place, or become one commit, by compare-and-swap. The
 * commit goes together with the journal's records; when no file changes, missing records are
 * written alone. */
#pragma once

#include "diff/base/intent.h"
#include "reconciler/sync.h"

/* Writes the cycle's change. An empty change writes only records that the journal lacks. The
 * outcome is a value: RESULT_RACE means that the repository has changed meanwhile, so all steps
 * must be repeated. Texts live in the cycle's `run`. intent may be NULL. */
struct report_result apply_cycle(struct session *session, struct cycle *cycle,
                                 const struct intent *intent);
