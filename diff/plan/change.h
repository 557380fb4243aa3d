// SPDX-License-Identifier: Apache-2.0
/*
 * A change has the new bytes of each file that a plan edits. Each edit is checked by parsing the
 * new bytes. A refused edit becomes a SITE_REFUSED answer; the next plan gets the answer and blocks
 * the row that wants the edit.
 */
#pragma once

#include "diff/base/plan.h"

struct changed_file {
    const char *path;
    const char *old_bytes, *bytes; /* in the run's arena */
    size_t old_length, length;
    const size_t *rows; /* indexes of the plan's rows that edit the file, in order */
    size_t row_count;
    bool holds_streams; /* a row of a tag edits the file; such files are written first */
};

struct change {
    LIST_OF(struct changed_file) files; /* files with holds_streams first; by path */
    LIST_OF(struct answer) refusals;    /* SITE_REFUSED answers */
};

/*
 * Makes the change of a plan. The change is empty while the plan has questions. Either all edits of
 * a row are made or none, and either all edits of a file are made or none. The files are read from
 * `source`.
 */
void change_make(struct arena *run, const struct source *source, const struct plan *plan,
                 struct change *out);
