// SPDX-License-Identifier: Apache-2.0
/* Judges the gates of a hop: the move's record must have evidence for each gate, and the journal
 * and the declarations must agree with the evidence. */
#pragma once

#include "diff/audit/judging.h"

/* Judges the gates that were declared before the move. The move must have a hop and a record. */
void audit_gates_judge(const struct judging *judging);
