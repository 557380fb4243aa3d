// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps decoded files from one run of the program to the next, in the file "parts" of the
 * repository's cache folder. Only bare repositories and URLs have one: their files are identified
 * by hashes of their bytes. The files of a work tree are identified by times and numbers of one
 * file system; a process may trust those while it runs, but after a restored disk or a clock that
 * was set back they can belong to other bytes.
 *
 * The file is disposable. One that is damaged, was written by another build of the program, belongs
 * to another user or is writable by others is ignored. When it can't be written, the next run
 * decodes everything again.
 */
#pragma once

#include "manifests/declared/parts.h"
#include "reconciler/git/repository.h"

/* Adds the decoded files of the last run to `parts`. */
void parts_store_read(const struct repository *repository, struct parts *parts);
/* Replaces the file by what `parts` has now. */
void parts_store_write(const struct repository *repository, const struct parts *parts);
