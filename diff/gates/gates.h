// SPDX-License-Identifier: Apache-2.0
/*
 * The gates of a hop. A kind of gate is one row of GATES in manifests/kinds/gate.h and one
 * rule, gate_KIND() in a file of this folder.
 */
#pragma once

#include "diff/gates/gate_result.h"

/*
 * Returns the gates of an entry in the order in which they are judged: clocks and persons, then
 * those that ask the registry, then programs of the runner; in the order of the declaration among
 * equals. The first gate that does not hold spares the questions of the later ones.
 */
const struct gate *const *gates_ordered(struct planner *planner, const struct path_entry *entry);

struct gate_result gates_judge(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate);
