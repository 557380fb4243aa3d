// SPDX-License-Identifier: Apache-2.0
/*
 * Files on disk: reading a small one whole, and replacing one so that a reader, a kill or a full
 * disk finds either the old content or the new one.
 *
 * All functions report a failure as -1 with errno set; the caller knows which words it needs. Paths
 * are relative to `folder`, an open descriptor of a directory or AT_FDCWD.
 *
 * A replacement runs in steps, so that the caller decides how durable it is and can let two files
 * wait for the disk together:
 *
 *     file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
 *     if (file_draft_create(&draft, AT_FDCWD, "state.new", 0660) < 0 ||
 *         file_draft_write(&draft, bytes, length) < 0 ||
 *         file_draft_sync(&draft) < 0 ||           // or not: see the function
 *         file_draft_rename(&draft, "state") < 0)
 *         return err_errno(err, "writing \"state\"");
 *     file_sync_folder(folder);                    // or not: see the function
 *
 * When a step fails, or the scope ends before file_draft_rename, the temporary file is removed and
 * the old file is untouched.
 */
#pragma once

#include <limits.h>
#include <sys/types.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* A new version of a file under a temporary name. */
struct file_draft {
    int folder;               /* borrowed; where both names are */
    int fd;                   /* -1 while it is not open */
    char temporary[PATH_MAX]; /* "" when nothing is left to remove */
};

#define FILE_DRAFT_NONE                                                                            \
    {                                                                                              \
        .fd = -1                                                                                   \
    }

/*
 * Creates the temporary file, empty, in the directory of the file that it will replace: only then
 * can rename replace it. A leftover of that name (from a killed run) is removed first, and a
 * symbolic link is never followed. Two processes must not use one name at the same time: hold a
 * lock, or let the name end with "XXXXXX", which becomes six random letters. mode as for open(2).
 */
MUST_USE int file_draft_create(struct file_draft *draft, int folder, const char *temporary,
                               mode_t mode);
/* Appends all bytes; a disk that takes only a part of them is a failure. */
MUST_USE int file_draft_write(struct file_draft *draft, const char *bytes, size_t length);
/* Starts writing the bytes to the disk and does not wait. Call it for each of several files before
 * the first file_draft_sync: most file systems then make all of them durable at once. */
void file_draft_begin_sync(struct file_draft *draft);
/* Waits until the bytes are on the disk. Without it the file may be empty or torn after a crash of
 * the machine (not of the program). */
MUST_USE int file_draft_sync(struct file_draft *draft);
/* Gives the draft its final name, and replaces the file of that name. The draft stays open. */
MUST_USE int file_draft_rename(struct file_draft *draft, const char *name);
/* Closes the draft, and removes the temporary file unless it was renamed. Keeps errno. */
void file_draft_close(struct file_draft *draft);
#define file_draft_scope CLEANUP(file_draft_close)

/* Waits until the renames in this directory are on the disk. Renames in one directory become
 * durable in their order, so one call after the last is enough. Best effort: some file systems
 * refuse it, and the renames have happened in any case. Keeps errno. */
void file_sync_folder(int folder);
/* The same for the directory that contains `path`. */
void file_sync_parent(const char *path);

/* Makes the missing directories of a path, each with `mode`: all parts that end with a slash. So
 * "a/b/c" makes a and a/b, and "a/b/c/" makes all three. Directories that exist are left alone. */
MUST_USE int file_make_folders(const char *path, mode_t mode);

/*
 * Appends a whole file to `out`, up to its maximum: 0, or 1 when the file is longer. `flags` are
 * added to open(2)'s: O_NOFOLLOW refuses a symbolic link, O_NONBLOCK never waits for the writer of
 * a named pipe. -1 with errno; ENOENT when the file does not exist, EISDIR for a directory.
 */
MUST_USE int file_read(const char *path, int flags, struct text *out);
/* The same with the error in words: "reading NOUN \"PATH\": …". A file that is longer than the
 * text's maximum is an error, too. */
MUST_USE int file_read_all(const char *noun, const char *path, int flags, struct text *out,
                           struct err *err);
