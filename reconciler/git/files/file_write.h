// SPDX-License-Identifier: Apache-2.0
/* Files of a work tree or a folder, each replaced by a temporary file and a rename. */
#pragma once

#include "reconciler/git/repository.h"

/*
 * Edits the files of a work tree or folder in the given order (sources before consumers), each by a
 * temporary file in the same folder, fsync and rename; its mode is kept. A file whose bytes are no
 * longer old_bytes is a race; a path with a symbolic link in it is refused. Stops at the first file
 * that is not written, so that a consumer never gets ahead of its source. outcomes has count items.
 *
 * A kill leaves each file with its old or its new bytes, and perhaps one temporary file, which the
 * next write of the same file takes over. -1, with the outcomes set, when the machine failed (full
 * disk, I/O error); the file where that happened is WRITE_NOT_TRIED and has its old bytes.
 */
MUST_USE int file_write_all(struct repository *repository, const struct file_edit *edits,
                            size_t count, struct write_outcome *outcomes, struct err *err);
