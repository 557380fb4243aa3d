// SPDX-License-Identifier: Apache-2.0
/* Reports files and folders that were left out of the source. */
#pragma once

#include "manifests/declared/link.h"

/* Adds a problem for each note of the source on a file or folder that the settings select. A link
 * whose name no manifest can have is not reported. */
void link_notes(struct link *link);
