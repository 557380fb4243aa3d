// SPDX-License-Identifier: Apache-2.0
/* One file below a folder of this machine. Paths are relative to `root`, a descriptor of the
 * folder; symbolic links are never followed. */
#pragma once

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* Opens the folder that contains `path`, and sets *name to the last part of the path. Returns a
 * descriptor, or -1 with errno (ELOOP or ENOTDIR for a symbolic link). */
MUST_USE int folder_file_parent(int root, const char *path, const char **name);

/* Appends the bytes of a regular file: 0, 1 when they don't fit (err is set as well), -1. */
MUST_USE int folder_file_read(int root, const char *path, struct text *bytes, struct err *err);
