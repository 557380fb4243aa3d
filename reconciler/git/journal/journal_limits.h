// SPDX-License-Identifier: Apache-2.0
/* Tells whether a journal's branch comes near the limits beyond which weir can't read it. Private
 * to reconciler/git. */
#pragma once

#include "manifests/base/err.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/repository.h"

enum {
    JOURNAL_FILES_MAX = SOURCE_FILES_MAX,          /* files on the branch */
    JOURNAL_FILES_MANY = JOURNAL_FILES_MAX / 2,    /* with more files, a note says it */
    JOURNAL_FOLDER_MAX = REPOSITORY_TREE_MAX,      /* bytes of one folder's tree object */
    JOURNAL_FOLDER_LARGE = JOURNAL_FOLDER_MAX / 2, /* of a larger one, a note says it */
};

/* Returns one line for people that says which limit the files are near, or NULL. */
const char *journal_limits_warning(const struct listing *listing);

/* Fails if the branch would have more than JOURNAL_FILES_MAX files with `added` more. (A folder
 * that becomes too large is refused when its tree is written.) */
MUST_USE int journal_limits_check(const struct listing *listing, size_t added, struct err *err);
