// SPDX-License-Identifier: Apache-2.0
/* Judges one move: who made it, whether its record agrees, and whether the promotion allowed it. */
#pragma once

#include "diff/audit/auditor.h"

/*
 * Adds the findings about the move, if the scope covers the move, and sets move->hop and
 * move->rolled_back. `track` is the track of the move's tag.
 */
void audit_move_judge(const struct audit_at *at, struct audit_move *move,
                      const struct track *track);
