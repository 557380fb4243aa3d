// SPDX-License-Identifier: Apache-2.0
/* Describes a commit: its author, subject, trailers and signature. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Fills in the commit's author and subject, the values of weir's trailers if `trailers` is true,
 * and the verdict about its signature if options.trust requires signatures. */
MUST_USE int chronicle_commit_describe(struct chronicle *chronicle, const git_oid *id,
                                       bool trailers, struct audit_commit *out, struct err *err);
/* Fills in only whether weir made the commit, and the journal commit that its trailers name. */
MUST_USE int chronicle_commit_trailer(struct chronicle *chronicle, const git_oid *id,
                                      struct audit_commit *out, struct err *err);
