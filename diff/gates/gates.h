// SPDX-License-Identifier: Apache-2.0
/*
 * Judges the gates of hops. A kind of gate is one row of GATES in manifests/kinds/gate.h, and one
 * rule, gate_KIND(), in a file of this folder.
 */
#pragma once

#include "diff/gates/gate_result.h"

/*
 * Returns the entry's gates in the order in which they are judged: gates that ask nothing, then
 * gates that ask a registry, then gates that run a program; within each group, in the order of the
 * declaration. Judging stops at the first gate that stops the candidate, so the later gates ask
 * nothing.
 */
const struct gate *const *gates_ordered(struct planner *planner, const struct path_entry *entry);

/* Judges the gate. The result's evidence has the gate's kind and argument. */
struct gate_result gates_judge(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate);
