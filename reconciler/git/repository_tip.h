// SPDX-License-Identifier: Apache-2.0
/* The tip of a repository's branch and the journal's, whatever kind of repository it is. */
#pragma once

#include "reconciler/git/handle.h"

/* Reads the tip of the branch (of a work tree HEAD's) and the journal's; a URL's are asked for and
 * fetched. Lists no files and judges no signature. */
MUST_USE int repository_tips(struct repository *repository, struct tip *out, struct err *err);
