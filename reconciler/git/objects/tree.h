// SPDX-License-Identifier: Apache-2.0
/* Reads objects with limits, and walks trees without trusting them: libgit2 accepts entries named
 * "..", ".git" or "a/b", duplicate names, and small trees that unfold to millions of folders. */
#pragma once

#include <git2.h>
#include <signal.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/files/listing.h"

/* Returns true if the object with this id has these bytes. Does not search for crafted SHA-1
 * collisions, which takes three times as long: libgit2 or git did that when the object arrived. */
bool object_is(const git_oid *id, const void *bytes, size_t size, git_object_t type);

/* Reads an object of the given type and of at most `maximum` bytes, and checks that its id matches
 * its bytes. Checks the size before the object is unpacked. The caller frees *out. */
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

/* Reads the entry at *at, and moves *at to the byte after it. Returns 1, or 0 at the end, or -1 if
 * the bytes are not a tree entry. */
int tree_next(const char **at, const char *end, struct tree_entry *out);
/* Compares two entries by Git's order in a tree, in which folders compare as "name/". */
int tree_order(const struct tree_entry *a, const struct tree_entry *b);
/* Returns true for a regular file: mode 100644 or 100755, or 100664 from old versions of git. */
bool tree_regular(uint32_t mode);

/* Lists the files of the tree whose names are wanted. The caller frees `out`, after an error too.
 * `before` is the listing of the tree `old`; a folder that is the same in both trees is not read.
 * `before` and `old` may be NULL. Blobs are not read, so only tree_read fails if one is missing or
 * too long. */
MUST_USE int tree_list(git_odb *odb, const git_oid *tree, bool (*wanted)(const char *name),
                       const struct listing *before, const git_oid *old,
                       const volatile sig_atomic_t *stop, struct listing *out, struct err *err);

/* Convert between the id of a Git object and the identity of a file. */
struct source_id tree_source_id(const git_oid *id);
git_oid tree_object_id(const struct source_id *id);
/* Appends the bytes of a listed file. Returns 0, or 1 if they do not fit (err is set as well), or
 * -1. */
MUST_USE int tree_read(git_odb *odb, const struct source_file *file, struct text *bytes,
                       struct err *err);
