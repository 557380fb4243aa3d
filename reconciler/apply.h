// SPDX-License-Identifier: Apache-2.0
/*
 * Applying: the change's files are written in place, or become one commit, by compare-and-swap.
 */
#pragma once

#include "diff/change.h"
#include "reconciler/report/report.h"
#include "reconciler/session.h"

/*
 * Writes the change; an empty one writes nothing. What became of it is a value: RESULT_RACE means
 * that the repository changed meanwhile and that all must start again from the top. Words live in
 * `run`. intent may be NULL.
 */
struct report_result apply(struct session *session, struct arena *run, const struct source *source,
                           const struct plan *plan, const struct change *change,
                           const struct intent *intent);
