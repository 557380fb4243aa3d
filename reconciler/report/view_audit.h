// SPDX-License-Identifier: Apache-2.0
/* Makes the words of audits that all formats share. */
#pragma once

#include "reconciler/report/report.h"

/* Returns "8 moves in 3 environments, 1 of them a rollback; 2 exceptions", or "…; no exceptions".
 */
const char *view_audit_summary(struct arena *arena, const struct report *report);
/* Returns the range: "from 2026-11-01T00:00:00Z until now", "from the beginning until now, in
 * app-prod". */
const char *view_audit_range(struct arena *arena, const struct report *report);
/* Returns "app-prod/web:latest", or NULL if the finding is not about a single tag. */
const char *view_finding_object(struct arena *arena, const struct finding *finding);
/* Returns "commit 1a2b3c4, journal 5d6e7f8", or NULL if the finding has neither commit. */
const char *view_finding_commits(struct arena *arena, const struct finding *finding);
/* Returns the time of the finding; "" if it has none. */
const char *view_finding_time(struct arena *arena, const struct finding *finding);
