// SPDX-License-Identifier: Apache-2.0
/* The author, subject, trailers and signature of a commit. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Fills in the commit's author, subject and the verdict about its signature, and with `trailers`
 * also what weir's trailers say. */
MUST_USE int chronicle_commit_describe(struct chronicle *chronicle, const git_oid *id,
                                       bool trailers, struct audit_commit *out, struct err *err);
