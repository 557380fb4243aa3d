// SPDX-License-Identifier: Apache-2.0
/* Lists the files of a folder of this machine as they are now. `root` is a descriptor of the
 * folder; symbolic links are never followed. */
#pragma once

#include <stdbool.h>

#include "manifests/base/err.h"
#include "reconciler/git/files/ignore.h"
#include "reconciler/git/files/listing.h"

/* Lists those files below the folder that have a wanted name. The caller frees `out`, after an
 * error too. ignore: the ignore rules, or NULL if no file is ignored. before: the previous listing,
 * whose paths are used again, or NULL. */
MUST_USE int folder_list(int root, bool (*wanted)(const char *name), struct ignore *ignore,
                         const struct listing *before, struct listing *out, struct err *err);
