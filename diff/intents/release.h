// SPDX-License-Identifier: Apache-2.0
/* Decides `release`: removes a tag's hold, or lets a tag move again that a person moved by hand. */
#pragma once

#include "diff/planner/planner.h"

void release_decide(struct planner *planner, struct tag_node *node);
