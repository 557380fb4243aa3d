// SPDX-License-Identifier: Apache-2.0
/* Reads objects with limits, and walks trees without trusting them: libgit2 gives entries named
 * "..", ".git" or "a/b", duplicates, and trees that contain themselves a million times. */
#pragma once

#include <git2.h>
#include <signal.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/files/listing.h"

/* True if these bytes are the object of that id. Does not search for crafted SHA-1 collisions as
 * libgit2 does, which takes three times as long: libgit2 or git did that when the object came. */
bool object_is(const git_oid *id, const void *bytes, size_t size, git_object_t type);

/* Reads an object of the given type and of at most `maximum` bytes, and checks that the bytes are
 * those of the id. Asks for its size before it is unpacked. */
MUST_USE int object_read(git_odb *odb, const git_oid *id, git_object_t type, size_t maximum,
                         git_odb_object **out, struct err *err);

/* One entry in the raw bytes of a tree. */
struct tree_entry {
    const char *mode_text; /* octal digits, not terminated */
    size_t mode_length;
    uint32_t mode;
    const char *name; /* not terminated */
    size_t length;
    git_oid id;
};

enum { MODE_TREE = 040000, MODE_LINK = 0120000, MODE_SUBMODULE = 0160000 };

/* 1 and moves *at to the next entry, 0 at the end, -1 when the bytes are not a tree entry. */
int tree_next(const char **at, const char *end, struct tree_entry *out);
/* The order of entries in a tree: folders compare as "name/". */
int tree_order(const struct tree_entry *a, const struct tree_entry *b);
/* True for the modes of regular files: 100644, 100755, and 100664 of old versions of git. */
bool tree_regular(uint32_t mode);

/* Lists the tree. The caller frees `out`, after an error too. `before` is the listing of the tree
 * `old`: a folder that is the same in both is not read. Both may be NULL. Blobs are not read, so
 * one that is missing, too long or not a blob is found only when it is read. */
MUST_USE int tree_list(git_odb *odb, const git_oid *tree, bool (*wanted)(const char *name),
                       const struct listing *before, const git_oid *old,
                       const volatile sig_atomic_t *stop, struct listing *out, struct err *err);

struct source_id tree_source_id(const git_oid *id);
git_oid tree_object_id(const struct source_id *id);
/* Appends the bytes of a listed blob: 0, 1 when they don't fit (err is set as well), -1. */
MUST_USE int tree_read(git_odb *odb, const struct source_file *file, struct text *bytes,
                       struct err *err);
