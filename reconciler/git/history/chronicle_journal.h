// SPDX-License-Identifier: Apache-2.0
/* Reads the journal's own history: its commits, and the versions of its files. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Reads the journal's files and judges each of its commits since chronicle->since, which may only
 * add files and append lines. The caller must fill the journal's chain with chronicle_walk first.
 */
MUST_USE int chronicle_journal_read(struct chronicle *chronicle, struct err *err);
