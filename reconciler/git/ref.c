// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/ref.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/library.h"

enum {
    TRIES_MAX = 100, /* of 50 ms: git holds a ref's lock for a moment */
    PATH_ROOM = 4096,
};

/* The files of one move. */
struct move {
    char ref[PATH_ROOM], lock[PATH_ROOM + 8]; /* refs/heads/main and main.lock */
    char ours[PATH_ROOM];                     /* weir.ref, to which our lock is a link */
    char guard[PATH_ROOM];                    /* weir.lock, held by flock while we work */
};

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
}

static void refuse(struct write_outcome *out, const char *what)
{
    out->result = WRITE_REFUSED;
    snprintf(out->words, sizeof out->words, "%s: %s", what, strerror(errno));
}

static int name_files(const struct repository *repository, const char *name, struct move *move)
{
    const char *folder = git_repository_commondir(repository->git);
    int length = snprintf(move->ref, sizeof move->ref, "%s%s", folder, name);
    snprintf(move->lock, sizeof move->lock, "%s.lock", move->ref);
    snprintf(move->ours, sizeof move->ours, "%sweir.ref", folder);
    snprintf(move->guard, sizeof move->guard, "%sweir.lock", folder);
    return length > 0 && (size_t)length < sizeof move->ref ? 0 : -1;
}

/* Keeps other weirs away; the descriptor, or -1 with out set. */
static int hold_guard(const struct repository *repository, const struct move *move,
                      struct write_outcome *out)
{
    int guard = open(move->guard, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (guard < 0) {
        refuse(out, "the repository can't be locked");
        return -1;
    }
    for (int try = 0; flock(guard, LOCK_EX | LOCK_NB) != 0; try++) {
        if (errno != EWOULDBLOCK || try == TRIES_MAX || stopped(repository)) {
            refuse(out, "another weir is writing to the repository");
            close(guard);
            return -1;
        }
        pause_briefly();
    }
    return guard;
}

/* Takes away what a killed weir left. Only the holder of the guard may do so. */
static void clear_ours(const struct move *move)
{
    struct stat ours, lock;
    if (lstat(move->ours, &ours) != 0)
        return;
    if (lstat(move->lock, &lock) == 0 && lock.st_dev == ours.st_dev && lock.st_ino == ours.st_ino)
        unlink(move->lock);
    unlink(move->ours); /* never written again in place: it may be a link to the ref itself */
}

static int write_ours(const struct move *move, const git_oid *to)
{
    char line[GIT_OID_HEXSZ + 2];
    git_oid_tostr(line, GIT_OID_HEXSZ + 1, to);
    strcat(line, "\n");
    int fd = open(move->ours, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    ssize_t written = write(fd, line, strlen(line));
    if (written >= 0 && (size_t)written != strlen(line))
        errno = ENOSPC;
    bool whole = (size_t)written == strlen(line) && fsync(fd) == 0;
    return close(fd) == 0 && whole ? 0 : -1;
}

/* Folders between refs/heads and the branch's last part. */
static void make_folders(const char *path)
{
    char folder[PATH_ROOM];
    for (const char *at = strstr(path, "refs/heads/"); at != NULL; at = strchr(at + 1, '/')) {
        memcpy(folder, path, (size_t)(at - path));
        folder[at - path] = '\0';
        mkdir(folder, 0777); /* whether it worked is seen when the lock is linked */
    }
}

/* git's lock: the link exists only with its whole content. */
static int take_lock(const struct repository *repository, const struct move *move)
{
    for (int try = 0; link(move->ours, move->lock) != 0; try++) {
        if (errno == ENOENT && try == 0)
            make_folders(move->ref);
        else if (errno != EEXIST || try == TRIES_MAX || stopped(repository))
            return -1;
        else
            pause_briefly();
    }
    return 0;
}

static bool stands_at(git_repository *git, const char *name, const git_oid *from)
{
    git_oid now;
    int code = git_reference_name_to_id(&now, git, name);
    return from != NULL ? code == 0 && git_oid_equal(&now, from) : code == GIT_ENOTFOUND;
}

static void sync_folder(const char *path)
{
    char folder[PATH_ROOM];
    snprintf(folder, sizeof folder, "%.*s", (int)(strrchr(path, '/') - path), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd); /* the rename itself has happened; a disk that fails here is no reason to deny it */
    close(fd);
}

/* With the guard held. */
static void move_ref(struct repository *repository, const struct move *move, const char *name,
                     const git_oid *from, const git_oid *to, struct write_outcome *out)
{
    clear_ours(move);
    if (write_ours(move, to) != 0) {
        refuse(out, "the ref's lock can't be written");
    } else if (take_lock(repository, move) != 0) {
        refuse(out, "the ref's lock can't be taken");
    } else if (!stands_at(repository->git, name, from)) {
        out->result = WRITE_RACE;
        unlink(move->lock);
    } else if (rename(move->lock, move->ref) != 0) {
        refuse(out, "the ref can't be written");
        unlink(move->lock);
    } else {
        out->result = WRITE_DONE;
        sync_folder(move->ref);
    }
    int number = errno;
    unlink(move->ours);
    errno = number;
}

void ref_move(struct repository *repository, const char *name, const git_oid *from,
              const git_oid *to, struct write_outcome *out)
{
    struct move move;
    if (name_files(repository, name, &move) != 0) {
        errno = ENAMETOOLONG;
        refuse(out, "the ref can't be written");
        return;
    }
    int guard = hold_guard(repository, &move, out);
    if (guard < 0)
        return;
    move_ref(repository, &move, name, from, to, out);
    close(guard);
}
