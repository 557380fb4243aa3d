// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static const char placeholder[] = "XXXXXX";
enum { PLACEHOLDER = sizeof placeholder - 1, NAMES_TRIED_MAX = 100 };

static void close_quietly(int fd)
{
    int saved = errno;
    close(fd);
    errno = saved;
}

static int create_file(int folder, const char *name, mode_t mode)
{
    return openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
}

/* Creates a new file: replaces the placeholder at the end of `name` with random letters and digits.
 * If that file exists, tries again, at most NAMES_TRIED_MAX times in all. Returns the descriptor,
 * or -1 with errno. */
static int create_unique(int folder, char *name, mode_t mode)
{
    /* 256 is a multiple of 32, so all 32 characters are equally likely. */
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
    unsigned char random[PLACEHOLDER];
    char *end = name + strlen(name) - PLACEHOLDER;
    int fd = -1;
    for (int i = 0; fd < 0 && i < NAMES_TRIED_MAX; i++) {
        if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
            return -1;
        for (int at = 0; at < PLACEHOLDER; at++)
            end[at] = letters[random[at] % (sizeof letters - 1)];
        fd = create_file(folder, name, mode);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    return fd;
}

int file_draft_create(struct file_draft *draft, int folder, const char *temporary, mode_t mode)
{
    size_t length = strlen(temporary);
    if (length >= sizeof draft->temporary)
        return errno = ENAMETOOLONG, -1;
    char name[sizeof draft->temporary];
    memcpy(name, temporary, length + 1);
    int fd = -1;
    if (text_ends(name, placeholder))
        fd = create_unique(folder, name, mode);
    else if (unlinkat(folder, name, 0) == 0 || errno == ENOENT)
        fd = create_file(folder, name, mode);
    if (fd < 0)
        return -1;
    *draft = (struct file_draft){.folder = folder, .fd = fd};
    memcpy(draft->temporary, name, length + 1);
    return 0;
}

int file_draft_write(struct file_draft *draft, const char *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = write(draft->fd, bytes + done, length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count == 0)
            errno = ENOSPC;
        if (count <= 0)
            return -1;
        done += (size_t)count;
    }
    return 0;
}

void file_draft_begin_sync(struct file_draft *draft)
{
    sync_file_range(draft->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int file_draft_sync(struct file_draft *draft)
{
    return fsync(draft->fd);
}

int file_draft_rename(struct file_draft *draft, const char *name)
{
    if (renameat(draft->folder, draft->temporary, draft->folder, name) < 0)
        return -1;
    draft->temporary[0] = '\0';
    return 0;
}

void file_draft_close(struct file_draft *draft)
{
    int saved = errno;
    if (draft->fd >= 0)
        close(draft->fd);
    draft->fd = -1;
    if (draft->temporary[0] != '\0')
        unlinkat(draft->folder, draft->temporary, 0);
    draft->temporary[0] = '\0';
    errno = saved;
}

void file_sync_folder(int folder)
{
    int saved = errno;
    fsync(folder);
    errno = saved;
}

void file_sync_parent(const char *path)
{
    char folder[PATH_MAX];
    int saved = errno;
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    if (length < sizeof folder) {
        memcpy(folder, path, length);
        folder[length] = '\0';
        int fd = open(length > 0 ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd >= 0) {
            fsync(fd);
            close(fd);
        }
    }
    errno = saved;
}

int file_make_folders(const char *path, mode_t mode)
{
    char folder[PATH_MAX];
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        size_t length = (size_t)(slash - path);
        if (length >= sizeof folder)
            return errno = ENAMETOOLONG, -1;
        memcpy(folder, path, length);
        folder[length] = '\0';
        if (length > 0 && mkdir(folder, mode) < 0 && errno != EEXIST)
            return -1;
    }
    return 0;
}

int file_open_lock(const char *path, int access, mode_t mode)
{
    struct stat at;
    int fd = open(path, access | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, mode);
    if (fd < 0 || (fstat(fd, &at) == 0 && S_ISREG(at.st_mode)))
        return fd;
    close(fd);
    return errno = EINVAL, -1;
}

int file_read(const char *path, int flags, struct text *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return -1;
    int result = text_read_fd(out, fd);
    close_quietly(fd);
    return result;
}

int file_read_all(const char *noun, const char *path, int flags, struct text *out, struct err *err)
{
    int result = file_read(path, flags, out);
    if (result < 0)
        return err_errno(err, "reading %s \"%s\"", noun, path);
    if (result > 0)
        return err_set(err, "%s \"%s\" is longer than %zu bytes", noun, path, out->maximum);
    return 0;
}
