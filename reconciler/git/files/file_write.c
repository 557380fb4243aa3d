// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/file_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/file.h"
#include "reconciler/git/files/folder_file.h"
#include "reconciler/git/files/path.h"
#include "reconciler/git/files/temporary.h"
#include "reconciler/git/handle.h"

/* One file that is being replaced. */
struct file_write {
    const struct file_edit *edit;
    const char *name; /* the last part of the file's path */
    int folder;       /* descriptor of the file's folder, or -1 */
    struct file_draft draft;
    struct stat old;
};

static int outcome(struct write_outcome *out, enum write_result result, const char *words)
{
    out->result = result;
    snprintf(out->words, sizeof out->words, "%s", words);
    return 0;
}

/* Sets the outcome for this errno and returns 0; returns 1 if this errno means a failure of the
 * machine. */
static int judge(struct write_outcome *out, int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
    case ESTALE:
        return outcome(out, WRITE_RACE, "the file or its folder does not exist or was replaced");
    case ELOOP:
        return outcome(out, WRITE_REFUSED, "the file is a symbolic link");
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

/* Returns 0 if the file has exactly the old bytes (or does not exist, as expected), or 1 if it is
 * different, or -1 with errno. */
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

/* Creates and locks the temporary file. Returns 0, or 1 if another process took it away between the
 * two, or -1 with errno. */
static int take_temporary(struct file_write *at)
{
    struct stat mine, named;
    mode_t mode = at->edit->old_bytes != NULL ? at->old.st_mode & 0777 : 0666;
    at->draft.folder = at->folder;
    at->draft.fd = temporary_create(at->folder, at->draft.temporary, mode);
    if (at->draft.fd < 0)
        return -1;
    if (flock(at->draft.fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return 1;
    if (fstat(at->draft.fd, &mine) != 0)
        return -1;
    bool same = fstatat(at->folder, at->draft.temporary, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                named.st_ino == mine.st_ino && named.st_dev == mine.st_dev;
    return same ? 0 : 1;
}

static int fill_temporary(struct file_write *at)
{
    const struct file_edit *edit = at->edit;
    if (file_draft_write(&at->draft, edit->bytes, edit->length) < 0)
        return -1;
    if (edit->old_bytes != NULL) {
        /* The new file gets the old owner if we may set it; otherwise we become the owner. */
        if (fchown(at->draft.fd, at->old.st_uid, at->old.st_gid) != 0 && errno != EPERM)
            return -1;
        if (fchmod(at->draft.fd, at->old.st_mode & 07777) != 0)
            return -1;
    }
    return file_draft_sync(&at->draft);
}

static bool same_state(const struct stat *a, const struct stat *b)
{
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
           a->st_ctim.tv_sec == b->st_ctim.tv_sec && a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}

/* Renames the temporary file. Returns 0, or 1 if the file changed since compare_old, or -1 with
 * errno. */
static int put_in_place(struct file_write *at)
{
    struct stat now;
    if (at->edit->old_bytes == NULL) {
        if (renameat2(at->folder, at->draft.temporary, at->folder, at->name, RENAME_NOREPLACE) != 0)
            return errno == EEXIST ? 1 : -1;
        at->draft.temporary[0] = '\0';
        return 0;
    }
    if (fstatat(at->folder, at->name, &now, AT_SYMLINK_NOFOLLOW) != 0)
        return -1;
    return same_state(&now, &at->old) ? file_draft_rename(&at->draft, at->name) : 1;
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
    if (result == 0)
        file_sync_folder(at->folder);
    return result;
}

/* True if both paths are in the same folder. */
static bool beside(const char *a, const char *b)
{
    const char *x = strrchr(a, '/'), *y = strrchr(b, '/');
    size_t length = x != NULL ? (size_t)(x - a) : 0;
    return length == (y != NULL ? (size_t)(y - b) : 0) && strncmp(a, b, length) == 0;
}

/* Writes one file. `last` is the previous path, or NULL. Returns 0 with an outcome, or 1 with errno
 * if the machine failed. */
static int write_one(int root, const struct file_edit *edit, const char *last,
                     struct write_outcome *out)
{
    struct file_write at = {.edit = edit, .draft = FILE_DRAFT_NONE};
    if (path_problem(edit->path) != NULL)
        return outcome(out, WRITE_REFUSED, path_problem(edit->path));
    at.folder = folder_file_parent(root, edit->path, &at.name);
    if (at.folder < 0)
        return judge(out, errno);
    if (last == NULL || !beside(edit->path, last))
        temporary_cleanup(at.folder);
    int result = write_steps(&at);
    file_draft_close(&at.draft);
    int saved = errno;
    close(at.folder);
    errno = saved;
    if (result < 0)
        return judge(out, saved);
    if (result > 0)
        return outcome(out, WRITE_RACE,
                       "the file changed in the meantime, or another process is writing it");
    return outcome(out, WRITE_DONE, "");
}

int file_write_all(struct repository *repository, const struct file_edit *edits, size_t count,
                   struct write_outcome *outcomes, struct err *err)
{
    memset(outcomes, 0, count * sizeof *outcomes);
    if (!repository->driver->in_place)
        return err_set(err, "\"%s\" can be written by commits only", repository->location.name);
    for (size_t i = 0; i < count; i++) {
        const char *last = i > 0 ? edits[i - 1].path : NULL;
        if (write_one(repository->root, &edits[i], last, &outcomes[i]) != 0)
            return err_errno(err, "writing \"%s\"", edits[i].path);
        if (outcomes[i].result != WRITE_DONE)
            break;
    }
    return 0;
}
