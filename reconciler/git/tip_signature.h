// SPDX-License-Identifier: Apache-2.0
/* Signatures at the two places where the repository needs them: the tip that is read, and the
 * commit that is made. */
#pragma once

#include "reconciler/git/handle.h"

/* 0 when options.trust lets a tip be acted upon; -1 with the reason. */
MUST_USE int tip_judge(struct repository *repository, const struct tip *tip, struct err *err);
/* Signs a new commit as the options say, and makes sure that it may be read again. */
MUST_USE int commit_sign(struct repository *repository, struct arena *arena, const char **commit,
                         struct err *err);
