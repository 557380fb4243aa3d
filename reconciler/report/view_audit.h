// SPDX-License-Identifier: Apache-2.0
/* Words of audits that all formats share. */
#pragma once

#include "reconciler/report/report.h"

/* "8 moves in 3 environments, 1 of them a rollback; 2 exceptions", "… no exceptions". */
const char *view_audit_summary(struct arena *arena, const struct report *report);
/* "from 2026-11-01T00:00:00Z until now", "from the beginning until now, in app-prod". */
const char *view_audit_range(struct arena *arena, const struct report *report);
/* "app-prod/web:latest", or NULL if the finding is not about a single tag. */
const char *view_finding_object(struct arena *arena, const struct finding *finding);
/* "commit 1a2b3c4, journal 5d6e7f8", or NULL. */
const char *view_finding_commits(struct arena *arena, const struct finding *finding);
/* The time of the finding; "" if it has none. */
const char *view_finding_time(struct arena *arena, const struct finding *finding);
