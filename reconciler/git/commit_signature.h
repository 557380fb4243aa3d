// SPDX-License-Identifier: Apache-2.0
/* Checks the signature of the tip that is read, and signs the commit that is made. */
#pragma once

#include "reconciler/git/handle.h"

/* Returns 0 if options.trust lets weir act upon this tip, or if there is no commit yet. Otherwise
 * returns -1 with the reason. */
MUST_USE int commit_signature_judge(struct repository *repository, const struct tip *tip,
                                    struct err *err);
/* If options.sign_key_file is set, replaces *commit by the same commit, signed with that key, in
 * the arena. Fails also if options.trust is set and would refuse the result. */
MUST_USE int commit_signature_make(struct repository *repository, struct arena *arena,
                                   const char **commit, struct err *err);
