// SPDX-License-Identifier: Apache-2.0
/* Makes the nodes of the planner: one for each tag that the plan may have to decide. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Makes a node for every tag that is declared, promoted to, pushed by a build, or requested by a
 * person; sorted by environment, stream and tag, each once. Sets each node's declarations, its
 * records, and the first fields of its row.
 */
void tag_nodes_make(struct planner *planner);
