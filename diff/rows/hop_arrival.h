// SPDX-License-Identifier: Apache-2.0
/* Judges the gates of an arrival: an image that came to a hop's target in a commit which the
 * journal did not record. Does nothing if the target's pin is not an arrival whose gates must be
 * judged. */
#pragma once

#include "diff/rows/candidates.h"

/* Accepts an arrival that a pull request of weir proposed, if every gate held when weir recorded
 * the proposal. */
void hop_arrival_accept(struct planner *planner, struct tag_node *node);
/* Judges the gates of an arrival for now, the moment at which it is recorded: a promotion whose
 * gates are not open is a move by hand. Returns false and ends the draft if an answer is missing.
 */
bool hop_arrival_judge(struct planner *planner, struct tag_node *node, const hop_sources *sources);
/* Ends an arrival that can't be a promotion, because its gates did not hold or because there is no
 * source: it is a move by hand. The tag's first pin is not, because the tag had no image that it
 * could have kept; it just has no evidence. */
void hop_arrival_refuse(struct planner *planner, struct tag_node *node);
