// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/layout_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JSON_MAX = TEXT_FILE_MAX }; /* bytes; an index.json of 16 MiB has about 40,000 tags */

void layout_file_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

int layout_file_open(int root, const char *path, size_t length, int flags)
{
    char part[NAME_MAX + 1];
    int fd = dup(root);
    for (const char *at = path, *end = path + length; at < end && fd >= 0;) {
        size_t size = (size_t)(end - at), slash = strcspn(at, "/");
        bool last = slash >= size;
        if (last)
            slash = size;
        if (slash > NAME_MAX) {
            errno = ENAMETOOLONG;
            close(fd);
            return -1;
        }
        memcpy(part, at, slash);
        part[slash] = '\0';
        int next =
            openat(fd, part,
                   O_NOFOLLOW | O_CLOEXEC | O_RDONLY | O_NONBLOCK | (last ? flags : O_DIRECTORY));
        int number = errno;
        close(fd);
        errno = number;
        fd = next;
        at += slash + (last ? 0 : 1);
    }
    return fd;
}

int layout_file_read(int root, const char *path, struct text *bytes, struct err *err)
{
    struct stat status;
    layout_file_scope int fd = layout_file_open(root, path, strlen(path), 0);
    if (fd < 0 && errno == ENOENT)
        return 1;
    if (fd < 0)
        return err_errno(err, "opening \"%s\"", path);
    if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode))
        return err_set(err, "\"%s\" is not a regular file", path);
    int got = text_read_fd(bytes, fd);
    if (got < 0)
        return err_errno(err, "reading \"%s\"", path);
    if (got > 0)
        return err_set(err, "\"%s\" is larger than %zu bytes", path, bytes->maximum);
    return 0;
}

json_t *layout_file_json(int root, const char *path, struct err *err)
{
    json_error_t fault;
    text_scope struct text bytes = text_of(JSON_MAX);
    int got = layout_file_read(root, path, &bytes, err);
    if (got > 0) {
        err_set(err, "\"%s\" does not exist", path);
        return NULL;
    }
    if (got < 0)
        return NULL;
    json_t *json = json_loadb(bytes.length > 0 ? bytes.data : "", bytes.length,
                              JSON_REJECT_DUPLICATES, &fault);
    if (json_is_object(json))
        return json;
    if (json != NULL)
        err_set(err, "\"%s\" is not a JSON object", path);
    else
        err_set(err, "\"%s\" is not valid JSON, or has a duplicate key (line %d)", path,
                fault.line);
    json_decref(json);
    return NULL;
}
