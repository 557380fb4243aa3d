// SPDX-License-Identifier: Apache-2.0
/*
 * A source lists the files of one commit or of a work tree, with their paths, modes and identities.
 * The bytes of a file are read when it is decoded or edited, and are not kept.
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
 * Files with the same identity have the same bytes. The identity is a Git object id or, in a work
 * tree, made of device, inode, size and times. All zero: unknown, so the file is decoded again.
 */
struct source_id {
    unsigned char bytes[SOURCE_ID_SIZE]; /* the highest bit of the last byte is always 0 */
};

#define SOURCE_SIZE_UNKNOWN UINT64_MAX

struct source_file {
    const char *path; /* relative, '/' between parts, valid UTF-8, without "." and ".." parts */
    uint32_t mode;    /* 0100644 or 0100755; links and submodules are never listed */
    uint64_t size;    /* bytes; SOURCE_SIZE_UNKNOWN in a commit, where the size is slow to find */
    struct source_id id;
};

/* A file or folder that was left out although a person might expect it. */
struct source_note {
    const char *path;   /* safe for a terminal; a folder's path may end with "/" */
    const char *reason; /* "is a symbolic link", "is a submodule", … */
};

struct source {
    const struct source_file *files; /* sorted by path, bytewise */
    size_t count;
    const struct source_note *notes; /* in the order in which they were found; at most as many as
                                      * the reader keeps, but always those of weir.yaml and
                                      * weir.freeze */
    size_t note_count;
    /* Sources of one repository with the same number have the same files with the same bytes. 0:
     * unknown. */
    uint64_t version;
    const char *name;   /* the repository as given by the user, credentials removed */
    const char *commit; /* hex id; NULL for a work tree, and for a repository without a commit */
    bool commits;       /* the files are read from commits, not from a work tree */
    const char *branch; /* short name; NULL if unknown */
    void *context;
    /* Appends the bytes of files[index] to an empty text. Returns 0, or 1 if the file is longer
     * than the text's maximum, or -1 on failure; err is set for 1 and -1. */
    int (*read)(void *context, size_t index, struct text *bytes, struct err *err);
};

/* Returns the index of the file with this path, or -1. */
ptrdiff_t source_find(const struct source *source, const char *path);
/* Returns the note on this path, or NULL. */
const struct source_note *source_note_find(const struct source *source, const char *path);
