// SPDX-License-Identifier: Apache-2.0
/* The message of a commit: what changes and why. It is made only from the plan and the commit that
 * the plan was made for, so the same change gives the same commit. */
#pragma once

#include "diff/base/intent.h"
#include "diff/base/plan.h"

enum {
    MESSAGE_SUBJECT_MAX = 100,
    MESSAGE_ROWS_MAX = 500,
    MESSAGE_LINE_MAX = 960,           /* bytes of one line of evidence; longer ones are cut */
    MESSAGE_EVIDENCE_MAX = 512 << 10, /* bytes of all evidence; further lines are left out */
};

/* Returns a subject, one entry for each row that writes, and trailers. Texts of manifests and
 * registries lose their control bytes, and come after an indent or a trailer's key, so that they
 * are never taken for a trailer. If a run is killed after it wrote the commit, the next run reads
 * the evidence from the message. intent may be NULL. */
const char *message_make(struct arena *run, const struct source *source, const struct plan *plan,
                         const struct intent *intent);
/* Returns "app-dev/web:latest, app-staging/web:latest and 3 more", at most `maximum` bytes; "" when
 * no row writes. */
const char *message_objects(struct arena *run, const struct plan *plan, size_t maximum);
