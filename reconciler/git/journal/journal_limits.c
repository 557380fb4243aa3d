// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_limits.h"

#include <git2.h>
#include <string.h>

/* Bytes of a tree's entry beside the name: a mode such as "100644", a space, a NUL and the ID. */
enum { ENTRY_BYTES = 6 + 2 + GIT_OID_RAWSZ };

/* A folder with fewer files is not large, whatever their names are. */
enum { FILES_FEW = JOURNAL_FOLDER_LARGE / (SOURCE_PATH_MAX + ENTRY_BYTES) };

/* Returns the length of the path's folder, with the slash at its end. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash + 1 - path) : 0;
}

/* True if the files of one folder have more than JOURNAL_FOLDER_LARGE bytes in its tree. */
static bool has_large_folder(const struct listing *listing)
{
    const char *folder = "";
    size_t length = 0, bytes = 0;
    if (listing->files.count < FILES_FEW)
        return false;
    list_each (file, &listing->files) {
        size_t there = folder_length(file->path);
        if (there != length || memcmp(folder, file->path, length) != 0) {
            folder = file->path;
            length = there;
            bytes = 0;
        }
        bytes += strlen(file->path) - length + ENTRY_BYTES;
        if (bytes > JOURNAL_FOLDER_LARGE)
            return true;
    }
    return false;
}

const char *journal_limits_warning(const struct listing *listing)
{
    if (listing->files.count > JOURNAL_FILES_MANY)
        return "the journal has more than half as many files as weir can read";
    if (has_large_folder(listing))
        return "a folder of the journal is more than half as large as weir can read";
    return NULL;
}

int journal_limits_check(const struct listing *listing, size_t added, struct err *err)
{
    if (added <= JOURNAL_FILES_MAX - listing->files.count)
        return 0;
    return err_set(err, "the journal would have more than %d files", JOURNAL_FILES_MAX);
}
