// SPDX-License-Identifier: Apache-2.0
/*
 * The restrictions that keep a row from writing: a hold, a deny, a problem of weir.yaml, a freeze,
 * or a refused edit. A restriction that stops a draft ends it with its reason.
 */
#pragma once

#include "diff/planner/planner.h"

/* Ends a draft whose tag is held now; true if it ended. The end of a past hold is the time
 * since when the row may write. */
bool restriction_held(struct planner *planner, struct draft *draft,
                      const struct tag_policy *policy);
/* Ends a draft that wants a denied digest; true if it ended. policy may be NULL. */
bool restriction_denied(struct planner *planner, struct draft *draft,
                        const struct tag_policy *policy, const char *digest);
/*
 * Completes a draft that wants to write: true if nothing restricts it, and it then writes for this
 * reason. policy and digest may be NULL: then nothing is held or denied.
 */
bool restrictions_pass(struct planner *planner, struct draft *draft, enum reason reason,
                       enum action action, const struct tag_policy *policy, const char *digest);
