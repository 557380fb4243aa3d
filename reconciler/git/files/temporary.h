// SPDX-License-Identifier: Apache-2.0
/* Temporary files of a work tree or folder. Their names are random, and recognizable: half of a
 * name is computed from the other half, so that no file of a person is taken for one. */
#pragma once

#include <limits.h>
#include <sys/types.h>

#include "manifests/base/attribute.h"

/* Creates a new file, which never replaces another one, and sets its name. Returns a descriptor, or
 * -1 with errno; then the name is "". */
MUST_USE int temporary_create(int folder, char name[PATH_MAX], mode_t mode);
/* Removes the temporary files that killed runs left in a folder: those that no process has locked.
 */
void temporary_cleanup(int folder);
