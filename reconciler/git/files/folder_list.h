// SPDX-License-Identifier: Apache-2.0
/* A folder of this machine as its files stand. Paths are relative to `root`, a descriptor of the
 * folder; no symbolic link below it is ever followed. */
#pragma once

#include <stdbool.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/files/ignore.h"
#include "reconciler/git/files/listing.h"

/* Lists what lies below; out is the caller's to be done with, after an error too. ignore may be
 * NULL, as may `before`: a listing whose paths are used again. */
MUST_USE int folder_list(int root, bool (*wanted)(const char *name), struct ignore *ignore,
                         const struct listing *before, struct listing *out, struct err *err);

/* A descriptor of the folder that `path` lies in, and the last part of path; or -1 with errno
 * (ELOOP or ENOTDIR for a symbolic link). */
int folder_parent(int root, const char *path, const char **name);

/* Appends a regular file's bytes: 0, 1 when they don't fit (err is set as well), -1. */
MUST_USE int folder_read(int root, const char *path, struct text *bytes, struct err *err);

/* -1 with a message for a Git LFS pointer: its bytes aren't the file's. */
MUST_USE int folder_check_pointer(const char *path, const char *bytes, size_t length,
                                  struct err *err);
