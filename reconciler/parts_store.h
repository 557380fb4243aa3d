// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps decoded files from one run of the program to the next, in the file "parts" of the
 * repository's cache folder. manifests/declared/parts_cache.h says which files are kept. Only bare
 * repositories and repositories by URL have a cache folder: their files are identified by hashes of
 * the bytes. In a work tree, times and inode numbers identify the files; a process may trust those
 * while it runs, but after a disk was restored or the clock was set back they can match other
 * bytes.
 *
 * The file is disposable. It is ignored if it is damaged, was written by another build of the
 * program, belongs to another user or is writable by others. If it can't be written, the next run
 * decodes everything again.
 */
#pragma once

#include "manifests/declared/parts.h"
#include "reconciler/git/repository.h"

/* Adds the decoded files that an earlier run kept to `parts`, which must be new. */
void parts_store_read(const struct repository *repository, struct parts *parts);
/* Writes the file "parts" again if the decoded files to keep have changed. */
void parts_store_write(const struct repository *repository, const struct parts *parts);
