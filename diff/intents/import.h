// SPDX-License-Identifier: Apache-2.0
/* Decides `import-image`: the tag gets the digest that its image source has now. */
#pragma once

#include "diff/planner/planner.h"

void import_decide(struct planner *planner, struct tag_node *node);
