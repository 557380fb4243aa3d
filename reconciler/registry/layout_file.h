// SPDX-License-Identifier: Apache-2.0
/* Files below the folder of a layout. No link below that folder is followed. */
#pragma once

#include <jansson.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* Opens the first `length` bytes of a path below the root. Returns a new descriptor, or -1 with
 * errno. flags are added to those of the last part. */
int layout_file_open(int root, const char *path, size_t length, int flags);
void layout_file_close(int *fd);
#define layout_file_scope CLEANUP(layout_file_close)

/* Reads a regular file below the root: 0, 1 when it does not exist, -1. */
MUST_USE int layout_file_read(int root, const char *path, struct text *bytes, struct err *err);
/* Reads a file that holds a JSON object, which the caller frees. NULL also when it does not exist.
 */
json_t *layout_file_json(int root, const char *path, struct err *err);
