// SPDX-License-Identifier: Apache-2.0
/* Chooses places for `weir init`: where it writes its Promotions, and which `paths` it proposes. */
#pragma once

#include "manifests/declared/declared.h"

/* Returns the path for a new file of this name that weir reads: in the root or, if `paths` of
 * weir.yaml leave the root out, in a folder that they select, preferably one with a kustomization.
 * Returns NULL if they select no folder. */
const char *init_place_file(struct arena *arena, const struct source *source,
                            const struct settings *settings, const char *name);
/* Returns the lines of a proposed `paths`, commented out: the top-level folders and files with
 * objects that weir needs, and the new file, which is in the root. Returns "" if that is nothing
 * less than the whole repository. */
const char *init_place_paths(struct arena *arena, const struct source *source,
                             const struct declared *declared, const char *file);
