// SPDX-License-Identifier: Apache-2.0
/* Pins tags: writes the digest of a tag's image after its source. */
#pragma once

#include "diff/planner/planner.h"

struct stream_status;

/* True if the tag is followed: by a schedule or by a rule. */
bool tag_pin_followed(const struct tag_node *node, const struct tag_policy *policy);
/* Returns true if the registry gave a digest; else ends the draft. */
bool tag_pin_answered(struct tag_node *node, const struct answer *live, const char *key);
/* Pins the digest. `reference` has the tag that the rule chose, or the entry's own tag. Returns
 * true if the row writes. */
bool tag_pin_write(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   const struct reference *reference, const struct answer *live,
                   enum reason reason);
/* Pins the image that the cluster has. */
void tag_pin_exported(struct planner *planner, struct tag_node *node,
                      const struct tag_policy *policy, const struct stream_status *status);
