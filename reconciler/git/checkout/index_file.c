// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/checkout/index_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/file.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/refs/lock_link.h"

static int name_files(struct index_file *file, git_repository *git, struct err *err)
{
    const char *folder = git_repository_path(git);
    if (strlen(folder) + 32 > sizeof file->path)
        return err_set(err, "the path \"%s\" is too long", folder);
    snprintf(file->path, sizeof file->path, "%sindex", folder);
    snprintf(file->lock, sizeof file->lock, "%sindex.lock", folder);
    snprintf(file->own, sizeof file->own, "%sweir.index-lock", folder);
    snprintf(file->copy, sizeof file->copy, "%sweir.index", folder);
    return 0;
}

bool index_file_left(git_repository *git)
{
    struct index_file file = INDEX_FILE_NONE;
    struct err ignored;
    return name_files(&file, git, &ignored) == 0 && access(file.own, F_OK) == 0;
}

/* Creates the file `own`, and links git's lock to it. Returns 1 with a refusal if git holds the
 * lock. */
static int take_lock(struct index_file *file, const volatile sig_atomic_t *stop,
                     struct write_outcome *out, struct err *err)
{
    char left[PATH_MAX + 8];
    lock_link_clear(file->own, file->lock);
    snprintf(left, sizeof left, "%s.lock", file->copy); /* libgit2's lock of the copy */
    unlink(left);
    unlink(file->copy);
    int own = open(file->own, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (own < 0)
        return err_errno(err, "the index can't be locked");
    close(own);
    if (lock_link_take(file->own, file->lock, stop) < 0) {
        lock_link_refuse(out, "index.lock can't be taken, perhaps because git is running");
        return 1;
    }
    file->locked = true;
    return 0;
}

static int read_index(struct index_file *file, struct err *err)
{
    struct stat at = {0};
    file->bytes = text_of(INDEX_BYTES_MAX);
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    int result = fd < 0 || fstat(fd, &at) != 0 ? -1 : text_read_fd(&file->bytes, fd);
    int saved = errno;
    if (fd >= 0)
        close(fd);
    errno = saved;
    if (result > 0)
        return err_set(err, "the index is longer than %d bytes", INDEX_BYTES_MAX);
    if (result < 0 && errno != ENOENT)
        return err_errno(err, "reading the index");
    file->at = at.st_mtim;
    return 0;
}

static int write_copy(const struct index_file *file, struct err *err)
{
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    if (file_draft_create(&draft, AT_FDCWD, file->copy, 0666) < 0 ||
        file_draft_write(&draft, file->bytes.data != NULL ? file->bytes.data : "",
                         file->bytes.length) < 0 ||
        file_draft_sync(&draft) < 0)
        return err_errno(err, "writing the index");
    draft.temporary[0] = '\0'; /* it stays under this name */
    return 0;
}

/* True if git would compare the file's bytes, because the file may have changed in the same instant
 * in which the index was written. */
static bool racy(const struct index_file *file, const git_index_entry *entry)
{
    int64_t second = (uint32_t)entry->mtime.seconds, at = (uint32_t)file->at.tv_sec;
    return second > at ||
           (second == at && (entry->mtime.nanoseconds == 0 ||
                             entry->mtime.nanoseconds >= (uint32_t)file->at.tv_nsec));
}

/* The new index has a later time, which would hide such changes: sets the sizes of these entries to
 * 0, as git does, so that git compares the bytes. */
static int mark_racy(struct index_file *file, struct err *err)
{
    for (size_t i = 0; i < git_index_entrycount(file->index); i++) {
        const git_index_entry *entry = git_index_get_byindex(file->index, i);
        git_index_entry marked = *entry;
        marked.file_size = 0;
        if (entry->file_size != 0 && racy(file, entry) && git_index_entry_stage(entry) == 0 &&
            git_index_add(file->index, &marked) != 0)
            return library_error(err, "the index can't be changed");
    }
    return 0;
}

int index_file_lock(struct index_file *file, git_repository *git, const volatile sig_atomic_t *stop,
                    struct write_outcome *out, struct err *err)
{
    char guard[PATH_MAX];
    if (name_files(file, git, err) < 0)
        return -1;
    snprintf(guard, sizeof guard, "%sweir.index-guard", git_repository_path(git));
    file->guard = lock_link_guard(guard, stop, out);
    if (file->guard < 0)
        return 1;
    int taken = take_lock(file, stop, out, err);
    if (taken < 0 || taken > 0)
        return taken;
    if (read_index(file, err) < 0 || write_copy(file, err) < 0)
        return -1;
    if (git_index_open(&file->index, file->copy) != 0 || git_index_read(file->index, 1) != 0)
        return library_error(err, "the index can't be read");
    return mark_racy(file, err);
}

void index_file_close(struct index_file *file)
{
    git_index_free(file->index);
    if (file->guard >= 0) {
        unlink(file->copy);
        if (file->locked)
            unlink(file->lock);
        unlink(file->own);
        close(file->guard);
    }
    text_done(&file->bytes);
    *file = (struct index_file)INDEX_FILE_NONE;
}

const git_index_entry *index_file_find(struct index_file *file, const char *path)
{
    const git_index_entry *entry = git_index_get_bypath(file->index, path, 0);
    bool added = entry != NULL && (entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0;
    return added ? NULL : entry;
}

int index_file_set(struct index_file *file, const char *path, const git_oid *id,
                   const struct stat *at, struct err *err)
{
    const git_index_entry *old = index_file_find(file, path);
    if (old == NULL)
        return err_set(err, "\"%s\" is not in the index", path);
    git_index_entry entry = *old;
    entry.id = *id;
    entry.ctime = (git_index_time){(int32_t)at->st_ctim.tv_sec, (uint32_t)at->st_ctim.tv_nsec};
    entry.mtime = (git_index_time){(int32_t)at->st_mtim.tv_sec, (uint32_t)at->st_mtim.tv_nsec};
    entry.dev = (uint32_t)at->st_dev;
    entry.ino = (uint32_t)at->st_ino;
    entry.uid = at->st_uid;
    entry.gid = at->st_gid;
    entry.file_size = (uint32_t)at->st_size;
    if (git_index_add(file->index, &entry) != 0)
        return library_error(err, "the index can't be changed");
    return 0;
}

static int rename_copy(const struct index_file *file, struct err *err)
{
    if (rename(file->copy, file->path) != 0)
        return err_errno(err, "replacing the index");
    file_sync_parent(file->path);
    return 0;
}

int index_file_put(struct index_file *file, struct err *err)
{
    if (git_index_write(file->index) != 0)
        return library_error(err, "the index can't be written");
    return rename_copy(file, err);
}

int index_file_restore(struct index_file *file, struct err *err)
{
    return write_copy(file, err) < 0 ? -1 : rename_copy(file, err);
}
