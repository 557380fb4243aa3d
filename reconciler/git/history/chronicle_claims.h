// SPDX-License-Identifier: Apache-2.0
/* Reads what the messages of a commit, and of the commits that it merged, claim about moves. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Sets out->claims, claim_count and claims_cut. Commits that are missing are not an error. */
void chronicle_claims_read(struct chronicle *chronicle, const git_commit *commit,
                           struct audit_commit *out);
