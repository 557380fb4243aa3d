// SPDX-License-Identifier: Apache-2.0
/*
 * Applying: the change's files are written in place, or become one commit, by compare-and-swap. A
 * commit takes the journal's records with it; where none is needed, what is due is written alone.
 */
#pragma once

#include "diff/base/intent.h"
#include "reconciler/sync.h"

/*
 * Writes the cycle's change; an empty one writes nothing but what the journal lacks. What became of
 * it is a value: RESULT_RACE means that the repository changed meanwhile and that all must start
 * again from the top. Words live in the cycle's `run`. intent may be NULL.
 */
struct report_result apply_cycle(struct session *session, struct cycle *cycle,
                                 const struct intent *intent);
