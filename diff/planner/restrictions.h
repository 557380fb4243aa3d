// SPDX-License-Identifier: Apache-2.0
/*
 * Checks the restrictions that stop a row from writing: a hold, a denied digest, a problem in
 * weir.yaml, an unsupported way to write, a freeze, or a refused edit. The first one that applies
 * ends the draft with its reason.
 */
#pragma once

#include "diff/planner/planner.h"

/* Returns true if the tag is held now, and then ends the draft. A hold that has ended raises
 * row.allowed to its end. */
bool restriction_held(struct planner *planner, struct draft *draft,
                      const struct tag_policy *policy);
/* Returns true if the policy denies the digest and --allow-denied is not given; it then ends the
 * draft. policy may be NULL. */
bool restriction_denied(struct planner *planner, struct draft *draft,
                        const struct tag_policy *policy, const char *digest);
/* Returns true if weir.yaml has a problem, and then ends the draft. */
bool restriction_settings(struct planner *planner, struct draft *draft);
/* Adds the evidence that a person passed over the deny of the digest, unless the draft has it. */
void restriction_prove_denied(struct draft *draft, const char *digest);
/*
 * Completes a draft that has edits. Returns true if no restriction stops it; the row then writes
 * with this reason and action. policy NULL: no hold is checked. policy or digest NULL: no deny is
 * checked.
 */
bool restrictions_pass(struct planner *planner, struct draft *draft, enum reason reason,
                       enum action action, const struct tag_policy *policy, const char *digest);
