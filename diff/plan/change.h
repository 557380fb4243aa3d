// SPDX-License-Identifier: Apache-2.0
/*
 * What a plan does to files: new bytes of each, every edit proved by parsing the result. A refused
 * edit becomes an answer (SITE_REFUSED), and the plan is made again without it.
 */
#pragma once

#include "diff/base/plan.h"

struct changed_file {
    const char *path;
    const char *old_bytes, *bytes; /* in the run's arena */
    size_t old_length, length;
    const size_t *rows; /* indexes of plan rows that write here, in order */
    size_t row_count;
    bool holds_streams; /* streams are written before consumers */
};

struct change {
    LIST_OF(struct changed_file) files; /* those that hold streams first, then by path */
    LIST_OF(struct answer) refusals;    /* SITE_REFUSED answers */
};

/* Empty while the plan has questions. Files are read through the source. */
void change_make(struct arena *run, const struct source *source, const struct plan *plan,
                 struct change *out);
