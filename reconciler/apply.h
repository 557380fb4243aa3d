// SPDX-License-Identifier: Apache-2.0
/* Applies a change: writes its files in place, or makes one commit of them, in both cases only if
 * the repository has not changed meanwhile. The commit and the journal's records are written
 * together; if no file changes, missing records are written alone. */
#pragma once

#include "diff/base/intent.h"
#include "reconciler/sync.h"

/* Writes the cycle's change. If no file changes, it writes only records that the journal lacks.
 * Writes nothing while the plan has unanswered questions. The outcome is a value: RESULT_RACE means
 * that the repository has changed meanwhile, so that all steps must be repeated. Texts live in the
 * cycle's `run`. intent may be NULL. */
struct report_result apply_cycle(struct session *session, struct cycle *cycle,
                                 const struct intent *intent);
