// SPDX-License-Identifier: Apache-2.0
/* Judges the gates of arrivals: images that came to a hop's target in commits which the journal did
 * not record. Does nothing if there is no arrival whose gates must be judged. */
#pragma once

#include "diff/rows/candidates.h"

/* True if the gates of one of the target's arrivals must still be judged. */
bool hop_arrival_open(const struct tag_node *node);
/* Accepts an arrival that a pull request of weir proposed, if every gate held when weir recorded
 * the proposal. */
void hop_arrival_accept(struct planner *planner, struct tag_node *node);
/* Judges the gates of an arrival for now, the moment at which it is recorded: a promotion whose
 * gates are not open is a move by hand. Returns false and ends the draft if an answer is missing.
 */
bool hop_arrival_judge(struct planner *planner, struct tag_node *node, const hop_sources *sources);
/* Ends the arrivals whose gates must still be judged, because there is no source: they are moves by
 * hand. */
void hop_arrival_refuse(struct planner *planner, struct tag_node *node);
