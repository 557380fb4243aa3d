// SPDX-License-Identifier: Apache-2.0
/*
 * What is read: the files of one commit or of a work tree as they stand. A source knows paths,
 * modes and identities; bytes live only while one file is decoded or edited.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    SOURCE_FILES_MAX = 1000000,
    SOURCE_PATH_MAX = 4096, /* bytes */
    SOURCE_ID_SIZE = 32,
};

/*
 * Says that two files have the same bytes: a Git object id, or in a work tree device, inode, size
 * and times. All zero: unknown, decode it again.
 */
struct source_id {
    unsigned char bytes[SOURCE_ID_SIZE]; /* the last one has its highest bit clear */
};

#define SOURCE_SIZE_UNKNOWN UINT64_MAX

struct source_file {
    const char *path; /* relative, '/' between parts, valid UTF-8, without "." and ".." parts */
    uint32_t mode;    /* 0100644 or 0100755; links and submodules are never listed */
    uint64_t size;    /* bytes; SOURCE_SIZE_UNKNOWN of a commit's files, where asking costs */
    struct source_id id;
};

struct source {
    const struct source_file *files; /* sorted by path, bytewise */
    size_t count;
    /* Sources of one repository with the same number have the same files with the same bytes. 0:
     * that is not known. */
    uint64_t version;
    const char *name;   /* the repository as the person wrote it, credentials removed */
    const char *commit; /* hex id; NULL for a work tree, and where nothing was committed yet */
    bool commits;       /* read from commits, not from files as they stand */
    const char *branch; /* short name, or NULL */
    void *context;
    /* Appends the bytes of files[index]; the caller gives an empty text with its maximum. 0, 1 when
     * there are more of them (err is set as well), -1. */
    int (*read)(void *context, size_t index, struct text *bytes, struct err *err);
};

/* The index of the file with this path, or -1. */
ptrdiff_t source_find(const struct source *source, const char *path);
