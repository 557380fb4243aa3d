// SPDX-License-Identifier: Apache-2.0
/* Checks the paths of files in a repository. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Returns NULL if weir can use this relative path. Otherwise returns the reason as the end of a
 * sentence: "is too long". */
const char *path_problem(const char *path);
/* Does the same for one part of a path. */
const char *path_name_problem(const char *name, size_t length);

/* Returns true for *.yaml, *.yml and *.json, and for the freeze file (FREEZE_FILE). */
bool path_is_manifest(const char *name);
