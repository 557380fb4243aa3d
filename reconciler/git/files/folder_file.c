// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/folder_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/git/files/lfs_pointer.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/files/path.h"

enum { FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

int folder_file_parent(int root, const char *path, const char **name)
{
    int folder = openat(root, ".", FOLDER);
    for (const char *slash; folder >= 0 && (slash = strchr(path, '/')) != NULL; path = slash + 1) {
        char part[256];
        size_t length = (size_t)(slash - path);
        if (length >= sizeof part) {
            close(folder);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(part, path, length);
        part[length] = '\0';
        int inner = openat(folder, part, FOLDER);
        int saved = errno;
        close(folder);
        errno = saved;
        folder = inner;
    }
    *name = path;
    return folder;
}

/* Opens a regular file. Returns a descriptor, or -1 with err set. */
static int open_file(int root, const char *path, struct err *err)
{
    const char *name;
    struct stat at;
    int folder = folder_file_parent(root, path, &name);
    if (folder < 0)
        return err_errno(err, "opening \"%s\"", path);
    /* O_NONBLOCK: if a FIFO replaced the file, open must not wait for its writer. */
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    int saved = errno;
    close(folder);
    errno = saved;
    if (file < 0)
        return err_errno(err, "opening \"%s\"", path);
    if (fstat(file, &at) == 0 && S_ISREG(at.st_mode))
        return file;
    close(file);
    return err_set(err, "\"%s\" is not a regular file", path);
}

int folder_file_read(int root, const char *path, struct text *bytes, struct err *err)
{
    if (path_problem(path) != NULL)
        return err_set(err, "the path \"%s\" %s", path, path_problem(path));
    int file = open_file(root, path, err);
    if (file < 0)
        return -1;
    size_t start = bytes->length;
    int result = text_read_fd(bytes, file);
    int saved = errno;
    close(file);
    errno = saved;
    if (result > 0) {
        err_set(err, "\"%s\" is longer than %zu bytes", path, bytes->maximum);
        return 1;
    }
    if (result < 0)
        return err_errno(err, "reading \"%s\"", path);
    return bytes->data != NULL
               ? lfs_pointer_refuse(path, bytes->data + start, bytes->length - start, err)
               : 0;
}
