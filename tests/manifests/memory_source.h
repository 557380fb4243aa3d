// SPDX-License-Identifier: Apache-2.0
/* A source whose files are a table of the test. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/values/source.h"

struct memory_file {
    const char *path, *text;
    size_t length;    /* 0: strlen(text) */
    bool unreadable;  /* reading fails with "no luck" */
    bool unknown;     /* its identity is all zero */
    const char *note; /* or NULL; else it is not a file: the source has this note on the path */
};

/*
 * A source over files[0..count), in any order; the texts must outlive it. Identities depend on the
 * bytes alone. The result lives in the arena.
 */
struct source *memory_source(struct arena *arena, const struct memory_file *files, size_t count);
/* How many files were read so far. */
size_t memory_source_reads(const struct source *source);
