// SPDX-License-Identifier: Apache-2.0
/* The commits from a tip back to the first. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Fills the chain with the tip and its ancestors by first parents; of each commit the id and the
 * times are set. A history that is out of reach or too long sets chain->cut. */
MUST_USE int chronicle_walk(struct chronicle *chronicle, const git_oid *tip, struct chain *chain,
                            struct err *err);
