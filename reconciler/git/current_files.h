// SPDX-License-Identifier: Apache-2.0
/* Keeps the listing of a repository's current files from one reading to the next. */
#pragma once

#include "reconciler/git/handle.h"

/* Replaces the repository's listing by `fresh`, which the repository then owns. Increases the
 * version unless listing_same says that both have the same files. */
void current_files_replace(struct repository *repository, struct listing *fresh);

/* Returns 0, or -1 if the tip is a journal: its branch has a journal's name, or its commit says
 * that it belongs to one and has no other files. */
MUST_USE int current_files_check(struct repository *repository, const struct tip *tip,
                                 struct err *err);
/* Finds the tip, lists the files of its commit unless they are listed already, and judges the
 * commit's signature. If a URL's files can't be listed, makes the cache again and tries once more.
 */
MUST_USE int current_files_refresh(struct repository *repository, struct tip *tip, struct err *err);
