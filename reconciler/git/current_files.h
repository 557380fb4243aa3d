// SPDX-License-Identifier: Apache-2.0
/* The listing of the files that a repository has now, kept from one reading to the next. */
#pragma once

#include "reconciler/git/handle.h"

/* Takes a new listing over. The version changes when the files do. */
void current_files_replace(struct repository *repository, struct listing *fresh);

/* Asks for the tip, lists its commit unless that is listed already, and judges its signature. A
 * damaged cache is made again once. */
MUST_USE int current_files_refresh(struct repository *repository, struct tip *tip, struct err *err);
