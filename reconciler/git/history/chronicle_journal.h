// SPDX-License-Identifier: Apache-2.0
/* The journal's own history: its commits, and the versions of its files. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Reads the journal's files and judges each of its commits, which may only add files and append
 * lines. The journal's chain must be filled. */
MUST_USE int chronicle_journal_read(struct chronicle *chronicle, struct err *err);
