// SPDX-License-Identifier: Apache-2.0
/* The repository that is used when none is given, found as git finds it. */
#pragma once

#include "manifests/base/arena.h"

/* Returns the nearest folder, from the current one upward, that contains `.git` or weir.yaml: ".",
 * "..", "../..", and so on; "." if no folder does. The text is in the arena or static. */
const char *root_find(struct arena *arena);
