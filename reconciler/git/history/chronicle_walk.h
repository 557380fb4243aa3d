// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* The commits behind a tip, by first parents, with their ids and times. */
MUST_USE int chronicle_walk(struct chronicle *chronicle, const git_oid *tip, struct chain *chain,
                            struct err *err);
