// SPDX-License-Identifier: Apache-2.0
/*
 * The message of a commit: what changes and why, made from nothing but the plan and the commit
 * that it was made for, so that the same change gives the same commit.
 */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/plan.h"

enum {
    MESSAGE_SUBJECT_MAX = 100,
    MESSAGE_ROWS_MAX = 500,
    MESSAGE_LINE_MAX = 960,           /* bytes of one line of evidence; the rest is cut off */
    MESSAGE_EVIDENCE_MAX = 512 << 10, /* bytes of all of it; further lines are left out */
};

/*
 * A subject, one entry for each row that writes, and trailers. Text of manifests and registries is
 * freed of control bytes and stands behind an indent or a trailer's key, so that it is never taken
 * for a trailer. The evidence is there for the run that records what a killed one wrote.
 * intent may be NULL.
 */
const char *message_make(struct arena *run, const struct source *source, const struct plan *plan,
                         const struct intent *intent);
/* "app-dev/web:latest, app-staging/web:latest and 3 more", at most `maximum` bytes; "" for none. */
const char *message_objects(struct arena *run, const struct plan *plan, size_t maximum);
