// SPDX-License-Identifier: Apache-2.0
/* Converts between a file of a work tree and its blob: line endings and `$Id$`, as gitattributes
 * and the repository's own configuration say. External filters are not run. */
#pragma once

#include <git2.h>
#include <stdbool.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"

/* The bytes of a file or blob. */
struct byte_range {
    const char *data;
    size_t length;
};

/* Returns true if an external filter changes the file, for example that of Git LFS. */
bool clean_bytes_filtered(git_repository *git, const char *path);
/* Converts the bytes of a file to those of its blob, in the arena. */
MUST_USE int clean_bytes_to_blob(git_repository *git, struct arena *arena, const char *path,
                                 struct byte_range file, struct byte_range *out, struct err *err);
/* Does the reverse. */
MUST_USE int clean_bytes_to_file(git_repository *git, struct arena *arena, const char *path,
                                 struct byte_range blob, struct byte_range *out, struct err *err);
