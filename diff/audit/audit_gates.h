// SPDX-License-Identifier: Apache-2.0
/* The gates of a hop: whether the move's record has evidence for each, and whether the journal and
 * the declarations agree with the evidence. */
#pragma once

#include "diff/audit/judging.h"

/* Judges the gates that were declared before the move. The move has a hop and a record. */
void audit_gates_judge(const struct judging *judging);
