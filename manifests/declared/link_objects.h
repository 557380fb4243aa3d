// SPDX-License-Identifier: Apache-2.0
/* Lists the objects of all files, except files that are only patches. This is the first step of
 * linking. */
#pragma once

#include "manifests/declared/link.h"

/* Makes the sorted lists of streams, promotions, workloads and producers, and adds problems. */
void link_objects(struct link *link);
