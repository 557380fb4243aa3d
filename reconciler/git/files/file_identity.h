// SPDX-License-Identifier: Apache-2.0
/*
 * The identity of a file in a work tree: as long as it is equal, the file has the same bytes, so
 * that it need not be read again. It is made of the device, inode, size and times.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "manifests/values/source.h"

struct file_identity {
    struct source_id id; /* all zero: the file may change again without a new identity */
    uint64_t size;       /* bytes */
    uint32_t mode;       /* 0100644 or 0100755 */
};

/* Returns the time, in nanoseconds, before which a change has settled: two seconds ago. A file that
 * changed later may change again within the same tick of its file system's clock. */
int64_t file_identity_settled(void);
/* Returns the identity of a file; all zero when the file changed after `settled`. */
struct source_id file_identity_make(const struct stat *at, int64_t settled);
/* Reads the identity of a regular file; false for anything else. `folder` is a descriptor. When the
 * last part of the path is a symbolic link, it is not followed. */
bool file_identity_read(int folder, const char *path, int64_t settled, struct file_identity *out);
