// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/file_identity.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>

#define NANOSECONDS 1000000000LL

static int64_t nanoseconds(struct timespec at)
{
    return (int64_t)at.tv_sec * NANOSECONDS + at.tv_nsec;
}

int64_t file_identity_settled(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now) - 2 * NANOSECONDS;
}

/* mtime alone is not enough, because a file that was moved here may have any mtime. ctime decides
 * whether the file has settled, because programs can set mtime back, but not ctime. */
struct source_id file_identity_make(const struct stat *at, int64_t settled)
{
    struct source_id id = {0};
    uint64_t inode = at->st_ino, mtime = (uint64_t)nanoseconds(at->st_mtim),
             ctime = (uint64_t)nanoseconds(at->st_ctim), device = at->st_dev;
    uint32_t size = (uint32_t)at->st_size;
    if (nanoseconds(at->st_ctim) > settled)
        return id;
    device ^= device >> 24 ^ device >> 48;
    memcpy(id.bytes, &inode, 8);
    memcpy(id.bytes + 8, &mtime, 8);
    memcpy(id.bytes + 16, &ctime, 8);
    memcpy(id.bytes + 24, &size, 4);
    memcpy(id.bytes + 28, &device, 3);
    id.bytes[31] = 'w';
    return id;
}

bool file_identity_read(int folder, const char *path, int64_t settled, struct file_identity *out)
{
    struct stat at;
    if (fstatat(folder, path, &at, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(at.st_mode))
        return false;
    *out = (struct file_identity){file_identity_make(&at, settled), (uint64_t)at.st_size,
                                  at.st_mode & S_IXUSR ? 0100755 : 0100644};
    return true;
}
