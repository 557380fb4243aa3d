// SPDX-License-Identifier: Apache-2.0
/* Checks the format of a repository on this machine: the rules of Git's own document
 * "repository-version", which libgit2 applies only in part. */
#pragma once

#include "reconciler/git/handle.h"

/* Tells libgit2 which extensions weir can handle. Returns libgit2's code. */
MUST_USE int format_extend(void);
/* Checks the format of repository->git. Fails if Git refuses the format, or if weir does not
 * support it: then nothing may be read or written. Sets repository->precious. */
MUST_USE int format_check(struct repository *repository, struct err *err);
