// SPDX-License-Identifier: Apache-2.0
/* Files of a work tree or a folder, each replaced by a temporary file and a rename. */
#pragma once

#include "reconciler/git/repository.h"

/*
 * Work tree and folder: edits the files in the given order (sources before consumers), each by a
 * temporary file in the same folder, fsync and rename, its mode kept. A file whose bytes are no
 * longer old_bytes is a race; a path with a symbolic link in it is refused. It stops at the first
 * file that isn't written: a consumer never gets ahead of its source. outcomes has count items.
 *
 * A kill leaves the old or the new bytes of each file, and perhaps one temporary file, which the
 * next write of the same file takes over. -1, with the outcomes set, when the machine failed (full
 * disk, I/O error); the file that met it is WRITE_NOT_TRIED and has its old bytes.
 */
MUST_USE int file_write_all(struct repository *repository, const struct file_edit *edits,
                            size_t count, struct write_outcome *outcomes, struct err *err);
