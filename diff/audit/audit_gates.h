// SPDX-License-Identifier: Apache-2.0
/* Judges the gates of a hop. The move's record must have evidence for each gate; soak gates are
 * also checked against the journal, and windows against the record's time. */
#pragma once

#include "diff/audit/judging.h"

/* Judges the gates of judging->hop, and reports the rules that a person overrode. The move must
 * have a hop and a record. */
void audit_gates_judge(const struct judging *judging);
