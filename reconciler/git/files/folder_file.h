// SPDX-License-Identifier: Apache-2.0
/* Opens and reads one file below a folder of this machine. Paths are relative to `root`, a
 * descriptor of the folder. Symbolic links are never followed. */
#pragma once

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* Opens the folder that contains `path`, and sets *name to the last part of the path. Returns a
 * descriptor, or -1 with errno (ENOTDIR if a folder in the path is a symbolic link). */
MUST_USE int folder_file_parent(int root, const char *path, const char **name);

/* Appends the bytes of a regular file. Returns 0, or 1 if they do not fit (err is set as well), or
 * -1. A Git LFS pointer is an error. */
MUST_USE int folder_file_read(int root, const char *path, struct text *bytes, struct err *err);
