// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/file_stamp.h"

#include <errno.h>

struct file_stamp file_stamp_of(const char *path)
{
    struct stat at;
    if (stat(path, &at) < 0)
        return (struct file_stamp){.missing = errno};
    return (struct file_stamp){0, at.st_dev, at.st_ino, at.st_size, at.st_mtim, at.st_ctim};
}

static bool time_equal(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b)
{
    return a->missing == b->missing && a->device == b->device && a->inode == b->inode &&
           a->size == b->size && time_equal(a->modified, b->modified) &&
           time_equal(a->changed, b->changed);
}
