// SPDX-License-Identifier: Apache-2.0
/* Adds findings about the journal itself: faults in its history, its signatures, and files that
 * can't be trusted. */
#pragma once

#include "diff/audit/auditor.h"

void audit_faults_add(struct auditor *auditor);
