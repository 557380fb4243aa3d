// SPDX-License-Identifier: Apache-2.0
/*
 * Decides `tag --delete`. It works like `oc tag -d`, but does not delete a tag while an alias
 * follows the tag, a promotion or a build would write it again, or the tag is held. Workloads keep
 * their images.
 */
#pragma once

#include "diff/planner/planner.h"

void delete_decide(struct planner *planner, struct tag_node *node);
