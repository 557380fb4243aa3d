// SPDX-License-Identifier: Apache-2.0
/* Copies the image of another stream's tag once, by its digest. */
#pragma once

#include "diff/planner/planner.h"

/* Writes the digest of the copied image. from: the copied tag. */
void tag_copy_write(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                    struct tag_name from, const struct holding *taken);
/* Decides a tag whose source is a tag of another stream, as `oc tag` does. If the cluster has
 * copied it already, takes the image that the cluster copied. */
void tag_copy_decide(struct planner *planner, struct tag_node *node,
                     const struct tag_policy *policy);
