// SPDX-License-Identifier: Apache-2.0
/* Keeps the listing of a repository's current files from one reading to the next. */
#pragma once

#include "reconciler/git/handle.h"

/* Replaces the repository's listing by `fresh`, which the repository then owns. Changes the version
 * if the files differ. */
void current_files_replace(struct repository *repository, struct listing *fresh);

/* Asks for the tip, lists its commit unless that is listed already, and judges its signature. A
 * damaged cache is made again once. */
MUST_USE int current_files_refresh(struct repository *repository, struct tip *tip, struct err *err);
