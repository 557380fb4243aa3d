// SPDX-License-Identifier: Apache-2.0
/*
 * Decides `tag --delete`. It works like `oc tag -d`, with one difference: a tag is not deleted
 * while an alias follows it or a promotion would write it again. Workloads keep their images.
 */
#pragma once

#include "diff/planner/planner.h"

void delete_decide(struct planner *planner, struct tag_node *node);
