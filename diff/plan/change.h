// SPDX-License-Identifier: Apache-2.0
/*
 * The change that a plan makes: the new bytes of each file, where every edit is proved by parsing
 * the result. A refused edit becomes an answer (SITE_REFUSED); the next plan, which has the answer,
 * makes no edit of that row.
 */
#pragma once

#include "diff/base/plan.h"

struct changed_file {
    const char *path;
    const char *old_bytes, *bytes; /* in the run's arena */
    size_t old_length, length;
    const size_t *rows; /* indexes of the plan's rows that write here, in order */
    size_t row_count;
    bool holds_streams; /* a tag is written here; such files are written before others */
};

struct change {
    LIST_OF(struct changed_file) files; /* those that hold streams first, then by path */
    LIST_OF(struct answer) refusals;    /* SITE_REFUSED answers */
};

/*
 * Makes the change of a plan; it is empty while the plan has questions. A row makes all of its
 * edits or none, and so does a file. Files are read through the source.
 */
void change_make(struct arena *run, const struct source *source, const struct plan *plan,
                 struct change *out);
