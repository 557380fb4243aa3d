// SPDX-License-Identifier: Apache-2.0
/*
 * Computes the identity of a file in a work tree. While the identity is the same, the file has the
 * same bytes and need not be read again. It is made of the device, inode, size and times.
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

/* Returns the time of two seconds ago, in nanoseconds since 1970. A file that changed after this
 * time may change again within the same tick of its file system's clock, and its times would stay
 * the same. */
int64_t file_identity_settled(void);
/* Returns the identity of a file; it is all zero if the file changed after `settled`. */
struct source_id file_identity_make(const struct stat *at, int64_t settled);
/* Reads the identity of a regular file. Returns false for anything else, also for a symbolic link
 * as the last part of the path. `folder` is a descriptor. */
bool file_identity_read(int folder, const char *path, int64_t settled, struct file_identity *out);
