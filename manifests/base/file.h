// SPDX-License-Identifier: Apache-2.0
/*
 * Reads small files whole, and replaces files so that a reader always finds either the old content
 * or the new content, even after a kill or on a full disk.
 *
 * Functions that can fail return -1 with errno set, so that the caller chooses the words of the
 * error; only file_read_all describes the error itself. The names of a draft are relative to
 * `folder`, an open descriptor of a directory or AT_FDCWD.
 *
 * A replacement consists of steps, so that the caller decides how durable it is, and can wait once
 * for several files to reach the disk:
 *
 *     file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
 *     if (file_draft_create(&draft, AT_FDCWD, "state.new", 0660) < 0 ||
 *         file_draft_write(&draft, bytes, length) < 0 ||
 *         file_draft_sync(&draft) < 0 ||           // optional: see the function
 *         file_draft_rename(&draft, "state") < 0)
 *         return err_errno(err, "writing \"state\"");
 *     file_sync_folder(folder);                    // optional: see the function
 *
 * If the scope ends without a successful file_draft_rename, the temporary file is removed and the
 * old file is untouched.
 */
#pragma once

#include <limits.h>
#include <sys/types.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

/* A new version of a file under a temporary name. */
struct file_draft {
    int folder;               /* directory of the temporary and the final name; borrowed */
    int fd;                   /* -1 while the file is not open */
    char temporary[PATH_MAX]; /* name of the temporary file; "" once it is renamed or removed */
};

#define FILE_DRAFT_NONE                                                                            \
    {                                                                                              \
        .fd = -1                                                                                   \
    }

/*
 * Creates an empty temporary file. It must be in the directory of the file that it will replace,
 * because rename works only within one file system. A file of that name, which a killed run may
 * have left, is removed first; a symbolic link is never followed. Two processes must not use one
 * name at the same time: hold a lock, or end the name with "XXXXXX", which is replaced by six
 * random letters or digits. `mode` is the same as for open(2).
 */
MUST_USE int file_draft_create(struct file_draft *draft, int folder, const char *temporary,
                               mode_t mode);
/* Appends all bytes. Fails if the disk has room for only a part of them. */
MUST_USE int file_draft_write(struct file_draft *draft, const char *bytes, size_t length);
/* Starts writing the bytes to the disk and does not wait. Call it for each of several files before
 * the first file_draft_sync: most file systems then make all of them durable together. */
void file_draft_begin_sync(struct file_draft *draft);
/* Waits until the bytes are on the disk. Without it the file may be empty or torn after a crash of
 * the machine (not of the program). */
MUST_USE int file_draft_sync(struct file_draft *draft);
/* Gives the draft its final name, and replaces any file of that name. The draft stays open. */
MUST_USE int file_draft_rename(struct file_draft *draft, const char *name);
/* Closes the draft, and removes the temporary file unless it was renamed. Keeps errno. */
void file_draft_close(struct file_draft *draft);
#define file_draft_scope CLEANUP(file_draft_close)

/* Waits until the renames in this directory are on the disk. Renames in one directory become
 * durable in their order, so one call after the last is enough. A failure is ignored: some file
 * systems cannot do it, and the renames have happened in any case. Keeps errno. */
void file_sync_folder(int folder);
/* Does the same for the directory that contains `path`. */
void file_sync_parent(const char *path);

/* Creates the missing directories of a path with `mode`: all parts that end with a slash. So
 * "a/b/c" creates a and a/b, and "a/b/c/" creates all three. Existing directories do not change. */
MUST_USE int file_make_folders(const char *path, mode_t mode);

/*
 * Opens a file that is locked or appended to, and creates it if it does not exist. `access` has the
 * flags of open(2) for reading and writing. Never waits, and never follows a symbolic link. Returns
 * the descriptor, or -1 with errno: EINVAL if the file is a named pipe, a device or another thing
 * that is not a regular file.
 */
MUST_USE int file_open_lock(const char *path, int access, mode_t mode);

/*
 * Appends a whole file to `out`. Returns 0, or 1 if `out` would become longer than its maximum, or
 * -1 with errno, such as ENOENT if the file does not exist or EISDIR if it is a directory. `out`
 * may have a part of the file if the result is not 0. `flags` are added to the flags of open(2):
 * O_NOFOLLOW refuses a symbolic link, O_NONBLOCK never waits for the writer of a named pipe.
 */
MUST_USE int file_read(const char *path, int flags, struct text *out);
/* Does the same, and describes the error: "reading NOUN \"PATH\": …". A file that is longer than
 * the maximum of `out` is an error, too. */
MUST_USE int file_read_all(const char *noun, const char *path, int flags, struct text *out,
                           struct err *err);
