// SPDX-License-Identifier: Apache-2.0
/*
 * What tells whether a file is the one that it was. To ask for it is nearly all that reading a work
 * tree costs when nothing changed. So a second thread asks about the files of the reading before,
 * from the last one on, while the walk comes from the first: they meet in the middle.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "reconciler/git/files/listing.h"

struct glimpse {
    struct source_id id; /* all zero: the file may change again unseen */
    uint64_t size;       /* bytes */
    uint32_t mode;
};

/* Files that changed later may change again unseen: nanoseconds, of two seconds ago. */
int64_t glimpse_settled(void);
/* The identity of a file, all zero when it changed after `settled`. */
struct source_id glimpse_id(const struct stat *at, int64_t settled);
/* False for what is no regular file. `folder` is a descriptor; a last part that is a symbolic link
 * is not followed. */
bool glimpse_at(int folder, const char *path, int64_t settled, struct glimpse *out);

struct glance;

/* NULL when the reading before (NULL: none) had too few files to share the work. `before` and the
 * descriptor of its folder are read until glance_end. Paths are followed as they stand: whether a
 * folder among their parts is still one is the walk's to find. */
struct glance *glance_begin(int root, const struct listing *before, int64_t settled);
/* What the thread has of file `index` of the reading before, if it has come so far; the walk is at
 * that file. Takes NULL, and -1 for a file that was not there. */
bool glance_find(struct glance *glance, ptrdiff_t index, struct glimpse *out);
void glance_end(struct glance *glance);
