// SPDX-License-Identifier: Apache-2.0
/* Finds where an audit of a range of times can begin. */
#pragma once

#include "diff/audit/audit.h"

/*
 * Returns the index of the first commit whose move the scope may cover: by the commit's time, or by
 * the time of a record that cites the commit. Returns 0 if that may be any commit. Whether the
 * moves can be judged without older commits is known only afterwards (audit_needs_commits).
 */
size_t audit_first(const struct auditor *auditor);
