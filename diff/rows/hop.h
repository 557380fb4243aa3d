// SPDX-License-Identifier: Apache-2.0
/* Decides hops: the tag of an environment gets a digest of the previous environments. */
#pragma once

#include "diff/planner/planner.h"

void hop_decide(struct planner *planner, struct tag_node *node);
/* Judges the gates of the target's arrival, for a request that does not promote: the run records
 * the arrival before the move that was requested. Returns false and ends the draft while an answer
 * is outstanding. Does nothing if the tag is not the target of a hop, or if a source is unknown:
 * that must not stop the request. */
bool hop_judge_arrival(struct planner *planner, struct tag_node *node);
