// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Reads the journal's files and looks at each of its commits. */
MUST_USE int chronicle_journal_read(struct chronicle *chronicle, struct err *err);
