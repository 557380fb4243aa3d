// SPDX-License-Identifier: Apache-2.0
/* Records faults in the journal's own history. */
#pragma once

#include "diff/audit/findings.h"
#include "reconciler/git/history/chronicle_state.h"

/* Adds a fault of the journal's commit with this index. path: the journal's file that the fault is
 * in, or NULL. The format gives the finding's detail. */
PRINTF_LIKE(5, 6)
void chronicle_fault_add(struct chronicle *chronicle, enum finding_code code, size_t commit,
                         const char *path, const char *format, ...);
