// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Who, why and by whose key; of the branch's also the trailers. */
MUST_USE int chronicle_commit_describe(struct chronicle *chronicle, const git_oid *id,
                                       bool trailers, struct audit_commit *out, struct err *err);
