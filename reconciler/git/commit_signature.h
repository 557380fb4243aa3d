// SPDX-License-Identifier: Apache-2.0
/* Signatures at the two places where the repository needs them: the tip that is read, and the
 * commit that is made. */
#pragma once

#include "reconciler/git/handle.h"

/* Returns 0 if options.trust lets weir act upon this tip; else -1 with the reason. */
MUST_USE int commit_signature_judge(struct repository *repository, const struct tip *tip,
                                    struct err *err);
/* Signs a new commit by options.sign_key_file, in the arena. Returns -1 also when options.trust
 * would not let weir act upon the result. Either option may be unset. */
MUST_USE int commit_signature_make(struct repository *repository, struct arena *arena,
                                   const char **commit, struct err *err);
