// SPDX-License-Identifier: Apache-2.0
/* Describes how a commit of the branch changed a tag's pin: by itself, or by merging commits that
 * did. */
#pragma once

#include "reconciler/git/history/origin_walk.h"

enum {
    ORIGIN_SIDE_MAX = 1000,  /* commits that are looked at on the side of a merge */
    ORIGIN_CLAIMS_MAX = 1000 /* claimed moves of one tag that are read from one message */
};

/*
 * Makes the answer for the question's pin, which the walk's commit with this index brought. before,
 * after: the file's versions before and at that commit. Fails if an object can't be read.
 */
MUST_USE int origin_change_describe(struct origin_walk *walk,
                                    const struct origin_question *question, size_t index,
                                    const struct origin_version *before,
                                    const struct origin_version *after, struct pin_origin **out);
