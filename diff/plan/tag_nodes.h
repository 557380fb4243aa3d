// SPDX-License-Identifier: Apache-2.0
/* The nodes of the planner: one for each tag that the plan must decide. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Makes a node for every tag that is declared, promoted to, built, or requested by a person; by
 * environment, stream and tag, each once. A node has the tag's declarations, its records, and the
 * first fields of its row.
 */
void tag_nodes_make(struct planner *planner);
