// SPDX-License-Identifier: Apache-2.0
/* Files written in place, each by a temporary file and a rename. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/git/files/folder_list.h"
#include "reconciler/git/handle.h"

enum { TEMPORARY_MAX = 32 };

/* One file on its way. Descriptors are -1 when not open. */
struct file_write {
    const struct file_edit *edit;
    const char *name;              /* the last part of its path */
    char temporary[TEMPORARY_MAX]; /* the same for the same name, so a killed run's is taken over */
    int folder, file;              /* file: the temporary one */
    bool made;                     /* the temporary file stands and is ours */
    struct stat old;
};

static int outcome(struct write_outcome *out, enum write_result result, const char *words)
{
    out->result = result;
    snprintf(out->words, sizeof out->words, "%s", words);
    return 0;
}

/* What errno means for the outcome; 1 when it is the machine's failure. */
static int judge(struct write_outcome *out, int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
    case ESTALE:
        return outcome(out, WRITE_RACE, "the file or its folder is gone");
    case ELOOP:
        return outcome(out, WRITE_REFUSED, "a symbolic link is in its path");
    case EACCES:
    case EPERM:
    case EROFS:
    case ETXTBSY:
    case ENAMETOOLONG:
        return outcome(out, WRITE_REFUSED, strerror(code));
    default:
        return 1;
    }
}

static void name_temporary(struct file_write *at)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (const char *byte = at->name; *byte; byte++)
        hash = (hash ^ (unsigned char)*byte) * 1099511628211u;
    snprintf(at->temporary, sizeof at->temporary, ".weir-%016llx", (unsigned long long)hash);
}

/* 0 when the file has exactly the old bytes (or is absent as expected), 1 when it has others, -1
 * with errno. */
static int compare_old(struct file_write *at)
{
    const struct file_edit *edit = at->edit;
    int file = openat(at->folder, at->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return errno == ENOENT && edit->old_bytes == NULL ? 0 : -1;
    text_scope struct text now = text_of(edit->old_length);
    int result = 1;
    if (edit->old_bytes != NULL && fstat(file, &at->old) == 0 && S_ISREG(at->old.st_mode) &&
        (uint64_t)at->old.st_size == edit->old_length) {
        result = text_read_fd(&now, file);
        if (result == 0)
            result = now.length != edit->old_length ||
                     (now.length > 0 && memcmp(now.data, edit->old_bytes, now.length) != 0);
    }
    int saved = errno;
    close(file);
    errno = saved;
    return result;
}

/* Takes the temporary file for this process alone. 0, 1 when another process has it, -1. */
static int take_temporary(struct file_write *at)
{
    struct stat mine, named;
    mode_t mode = at->edit->old_bytes != NULL ? at->old.st_mode & 0777 : 0666;
    at->file = openat(at->folder, at->temporary, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, mode);
    if (at->file < 0)
        return -1;
    if (flock(at->file, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? 1 : -1;
    /* It may have become the file itself between our open and our lock. */
    if (fstat(at->file, &mine) != 0)
        return -1;
    if (fstatat(at->folder, at->temporary, &named, AT_SYMLINK_NOFOLLOW) != 0 ||
        named.st_ino != mine.st_ino || named.st_dev != mine.st_dev || mine.st_nlink != 1 ||
        !S_ISREG(mine.st_mode))
        return 1;
    at->made = true;
    return 0;
}

static int fill_temporary(struct file_write *at)
{
    const struct file_edit *edit = at->edit;
    if (ftruncate(at->file, 0) != 0)
        return -1;
    for (size_t done = 0; done < edit->length;) {
        ssize_t count = pwrite(at->file, edit->bytes + done, edit->length - done, (off_t)done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return -1;
        done += (size_t)count;
    }
    if (edit->old_bytes != NULL) {
        /* Another owner's file stays theirs where we may do that; else it is ours from now on. */
        if (fchown(at->file, at->old.st_uid, at->old.st_gid) != 0 && errno != EPERM)
            return -1;
        if (fchmod(at->file, at->old.st_mode & 07777) != 0)
            return -1;
    }
    return fsync(at->file);
}

/* 0, 1 when the file changed since compare_old, -1. */
static int put_in_place(struct file_write *at)
{
    if (at->edit->old_bytes == NULL) {
        if (renameat2(at->folder, at->temporary, at->folder, at->name, RENAME_NOREPLACE) == 0)
            return 0;
        return errno == EEXIST ? 1 : -1;
    }
    struct stat now, *old = &at->old;
    if (fstatat(at->folder, at->name, &now, AT_SYMLINK_NOFOLLOW) != 0)
        return -1;
    if (now.st_ino != old->st_ino || now.st_dev != old->st_dev || now.st_size != old->st_size ||
        now.st_mtim.tv_sec != old->st_mtim.tv_sec || now.st_mtim.tv_nsec != old->st_mtim.tv_nsec ||
        now.st_ctim.tv_sec != old->st_ctim.tv_sec || now.st_ctim.tv_nsec != old->st_ctim.tv_nsec)
        return 1;
    return renameat(at->folder, at->temporary, at->folder, at->name);
}

static int write_steps(struct file_write *at)
{
    int result = compare_old(at);
    if (result == 0)
        result = take_temporary(at);
    if (result == 0)
        result = fill_temporary(at);
    if (result == 0)
        result = put_in_place(at);
    if (result == 0) {
        at->made = false;
        fsync(at->folder); /* best effort: some file systems refuse it for a folder */
    }
    return result;
}

/* 0 with an outcome, 1 when the machine failed, with errno. */
static int write_one(int root, const struct file_edit *edit, struct write_outcome *out)
{
    struct file_write at = {.edit = edit, .folder = -1, .file = -1};
    if (path_problem(edit->path) != NULL)
        return outcome(out, WRITE_REFUSED, path_problem(edit->path));
    at.folder = folder_parent(root, edit->path, &at.name);
    if (at.folder < 0)
        return judge(out, errno);
    name_temporary(&at);
    int result = write_steps(&at);
    int saved = errno;
    if (at.made)
        unlinkat(at.folder, at.temporary, 0);
    if (at.file >= 0)
        close(at.file);
    close(at.folder);
    errno = saved;
    if (result < 0)
        return judge(out, saved);
    if (result > 0)
        return outcome(out, WRITE_RACE, "it changed in the meantime");
    return outcome(out, WRITE_DONE, "");
}

int repository_write_files(struct repository *repository, const struct file_edit *edits,
                           size_t count, struct write_outcome *outcomes, struct err *err)
{
    memset(outcomes, 0, count * sizeof *outcomes);
    if (!repository->driver->in_place)
        return err_set(err, "\"%s\" can be written by commits only", repository->location.name);
    for (size_t i = 0; i < count; i++) {
        if (write_one(repository->root, &edits[i], &outcomes[i]) != 0)
            return err_errno(err, "writing \"%s\"", edits[i].path);
        if (outcomes[i].result != WRITE_DONE)
            break;
    }
    return 0;
}
