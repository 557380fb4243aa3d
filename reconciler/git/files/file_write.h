// SPDX-License-Identifier: Apache-2.0
/* Writes files of a work tree or a folder: each is replaced by a temporary file and a rename. */
#pragma once

#include "reconciler/git/repository.h"

/*
 * Writes the edits in the given order, each by a temporary file in the same folder, fsync and
 * rename. The caller puts ImageStreams before the workloads that use them. Writing stops at the
 * first file that is not written, so a workload never gets an image before its stream. outcomes has
 * count items.
 *
 * The file's mode is kept. The outcome is a race if the file's bytes are no longer old_bytes, or if
 * a folder in its path is missing, a file or a symbolic link. A file that is itself a symbolic link
 * is refused.
 *
 * A kill leaves each file with its old or its new bytes, and perhaps one temporary file, which the
 * next write of the same file uses again. Returns -1, with the outcomes set, if the machine failed
 * (full disk, I/O error); the file where that happened is WRITE_NOT_TRIED and has its old bytes.
 * Returns -1 also for a repository that is written by commits.
 */
MUST_USE int file_write_all(struct repository *repository, const struct file_edit *edits,
                            size_t count, struct write_outcome *outcomes, struct err *err);
