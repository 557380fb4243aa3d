// SPDX-License-Identifier: Apache-2.0
/* Recognizes a journal that began without the records of its base's journal. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/*
 * Leaves out the journal's first commit if it only names the repository: it is the first commit of
 * another branch's journal, and the second commit, which says that it belongs to this branch, has
 * none of its records. Fails if a commit can't be read.
 */
MUST_USE int chronicle_begin_find(struct chronicle *chronicle, struct err *err);
