// SPDX-License-Identifier: Apache-2.0
/* Tells whether a file has changed, without reading it. Links are followed: the files of a mounted
 * secret are links, and an update replaces them. */
#pragma once

#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>

/* A zeroed stamp is equal to that of no file. */
struct file_stamp {
    int missing; /* errno, or 0 if the file exists */
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified, changed;
};

struct file_stamp file_stamp_of(const char *path);
bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b);
