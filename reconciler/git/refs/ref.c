// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/ref.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/refs/tip.h"

enum {
    TRIES_MAX = 100, /* of 50 ms: git holds a ref's lock for a moment */
    PATH_ROOM = 4096,
};

/* One ref and the files of its move. */
struct move {
    struct ref_step *step;
    char name[BRANCH_MAX + 16];               /* refs/heads/main */
    char ref[PATH_ROOM], lock[PATH_ROOM + 8]; /* its file, and main.lock */
    char ours[PATH_ROOM];                     /* weir.ref, to which our lock is a link */
    int file;                                 /* descriptor of it while it is written, or -1 */
    bool locked;
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

static int name_files(const struct repository *repository, struct ref_step *step,
                      const char *branch, const char *ours, struct move *move)
{
    const char *folder = git_repository_commondir(repository->git);
    *move = (struct move){.step = step, .file = -1};
    snprintf(move->name, sizeof move->name, "refs/heads/%s", branch);
    int length = snprintf(move->ref, sizeof move->ref, "%s%s", folder, move->name);
    snprintf(move->lock, sizeof move->lock, "%s.lock", move->ref);
    int more = snprintf(move->ours, sizeof move->ours, "%s%s", folder, ours);
    return length > 0 && (size_t)length < sizeof move->ref && more > 0 &&
                   (size_t)more < sizeof move->ours
               ? 0
               : -1;
}

/* Keeps other weirs away; the descriptor, or -1 with out set. */
static int hold_guard(const struct repository *repository, struct write_outcome *out)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%sweir.lock", git_repository_commondir(repository->git));
    int guard = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (guard < 0) {
        refuse(out, "the repository can't be locked");
        return -1;
    }
    for (int try = 0; flock(guard, LOCK_EX | LOCK_NB) != 0; try++) {
        if (errno != EWOULDBLOCK || try == TRIES_MAX || repository_stopped(repository)) {
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

static int write_ours(struct move *move)
{
    char line[GIT_OID_HEXSZ + 2];
    git_oid_tostr(line, GIT_OID_HEXSZ + 1, move->step->to);
    strcat(line, "\n");
    move->file = open(move->ours, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (move->file < 0)
        return -1;
    ssize_t written = write(move->file, line, strlen(line));
    if (written >= 0 && (size_t)written != strlen(line))
        errno = ENOSPC;
    if ((size_t)written != strlen(line))
        return -1;
    /* Begun before it is waited for: most file systems then make both files last at once. */
    sync_file_range(move->file, 0, 0, SYNC_FILE_RANGE_WRITE);
    return 0;
}

static int finish_ours(struct move *move)
{
    int result = fsync(move->file);
    result |= close(move->file);
    move->file = -1;
    return result;
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
        else if (errno != EEXIST || try == TRIES_MAX || repository_stopped(repository))
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

/* With the guard held: writes what the refs become, then takes git's locks with it. False with out
 * set when there is no lock. */
static bool lock_refs(struct repository *repository, struct move *moves, size_t count,
                      struct write_outcome *out)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++)
        if (moves[i].step->to != NULL)
            result = write_ours(&moves[i]);
    for (size_t i = 0; result == 0 && i < count; i++)
        if (moves[i].step->to != NULL)
            result = finish_ours(&moves[i]);
    if (result != 0) {
        refuse(out, "the ref's lock can't be written");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (moves[i].step->to == NULL)
            continue;
        if (take_lock(repository, &moves[i]) != 0) {
            refuse(out, "the ref's lock can't be taken");
            return false;
        }
        moves[i].locked = true;
    }
    return true;
}

static bool move_one(struct move *move, struct write_outcome *out)
{
    if (rename(move->lock, move->ref) != 0) {
        refuse(out, "the ref can't be written");
        return false;
    }
    move->locked = false;
    move->step->moved = true;
    return true;
}

static bool same_folder(const struct move *a, const struct move *b)
{
    size_t x = (size_t)(strrchr(a->ref, '/') - a->ref), y = (size_t)(strrchr(b->ref, '/') - b->ref);
    return x == y && strncmp(a->ref, b->ref, x) == 0;
}

/* Renames in one folder last in their order, so it is waited for once. */
static bool rename_all(struct move *moves, size_t count, struct write_outcome *out)
{
    const struct move *last = NULL;
    bool whole = true;
    for (size_t i = 0; whole && i < count; i++) {
        if (!moves[i].locked)
            continue;
        if (last != NULL && !same_folder(last, &moves[i]))
            sync_folder(last->ref);
        whole = move_one(&moves[i], out);
        last = whole ? &moves[i] : last;
    }
    if (last != NULL)
        sync_folder(last->ref);
    return last != NULL;
}

static void unlock_ref(struct move *move)
{
    if (move->file >= 0)
        close(move->file);
    if (move->locked)
        unlink(move->lock);
    unlink(move->ours);
}

/* All locks, all comparisons, then the renames. */
static void move_refs(struct repository *repository, struct move *moves, size_t count,
                      struct write_outcome *out)
{
    if (!lock_refs(repository, moves, count, out))
        return;
    for (size_t i = 0; i < count; i++)
        if (moves[i].locked && !stands_at(repository->git, moves[i].name, moves[i].step->from)) {
            out->result = WRITE_RACE;
            return;
        }
    if (rename_all(moves, count, out))
        out->result = WRITE_DONE;
}

void ref_move(struct repository *repository, struct steps *steps, struct write_outcome *out)
{
    enum { COUNT = 2 };
    struct move moves[COUNT];
    if (name_files(repository, &steps->branch, repository->tip.branch, "weir.ref", &moves[0]) !=
            0 ||
        name_files(repository, &steps->journal, JOURNAL_BRANCH, "weir.journal-ref", &moves[1]) !=
            0) {
        errno = ENAMETOOLONG;
        refuse(out, "the ref can't be written");
        return;
    }
    int guard = hold_guard(repository, out);
    if (guard < 0)
        return;
    for (size_t i = 0; i < COUNT; i++)
        clear_ours(&moves[i]);
    move_refs(repository, moves, COUNT, out);
    for (size_t i = 0; i < COUNT; i++)
        unlock_ref(&moves[i]);
    close(guard);
}
