// SPDX-License-Identifier: Apache-2.0
/* Opens and reads files below the folder of a layout. No symbolic link below that folder is
 * followed. */
#pragma once

#include <jansson.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* Opens the path that is given by the first `length` bytes of `path`, relative to `root`. Returns a
 * new descriptor, or -1 with errno. `flags` are added when the last name of the path is opened. */
int layout_file_open(int root, const char *path, size_t length, int flags);
void layout_file_close(int *fd);
#define layout_file_scope CLEANUP(layout_file_close)

/* Reads a regular file below the root. Returns 0, or 1 if it does not exist, or -1 on error. */
MUST_USE int layout_file_read(int root, const char *path, struct text *bytes, struct err *err);
/* Reads a JSON object from a file; the caller frees it. Returns NULL and sets err on failure, also
 * if the file does not exist. */
json_t *layout_file_json(int root, const char *path, struct err *err);
