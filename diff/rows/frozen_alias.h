// SPDX-License-Identifier: Apache-2.0
/*
 * Decides frozen aliases. A rollback of an alias writes the old image into the alias's own entry
 * and keeps the name of the followed tag in `weir.dev/alias`. The alias follows that tag again when
 * it is released, or when nothing holds it any more.
 */
#pragma once

#include "diff/planner/planner.h"

/* True if the tag is a frozen alias. */
bool frozen_alias_is(const struct tag_node *node, const struct tag_policy *policy);
void frozen_alias_decide(struct planner *planner, struct tag_node *node,
                         const struct tag_policy *policy);
/* Returns the tag that the frozen alias follows again, or NULL. If it is NULL, *otherwise is why:
 * REASON_ALIAS_MISSING or REASON_ALIAS_CYCLE. */
struct tag_node *frozen_alias_source(struct planner *planner, struct tag_node *node,
                                     const struct tag_policy *policy, enum reason *otherwise);
/* Drafts the edits that make the entry follow its tag again, and sets the row's wanted text and
 * followed tag. */
void frozen_alias_restore(struct tag_node *node, const struct tag_policy *policy);
