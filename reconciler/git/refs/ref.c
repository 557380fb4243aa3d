// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/ref.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/file.h"
#include "manifests/base/set.h"
#include "manifests/base/text.h"
#include "reconciler/git/refs/lock_link.h"

enum { PATH_ROOM = 4096 };

/* One ref and the files of its move. */
struct move {
    struct ref_step *step;
    char ref[PATH_ROOM], lock[PATH_ROOM + 8]; /* the ref's file, and git's lock of it */
    char own[PATH_ROOM];                      /* file `weir.ref-HASH`, to which our lock is a hard
                                               * link */
    struct file_draft draft;                  /* writes the file `own` */
    bool locked;
};

/* All moves of one call. */
struct moves {
    git_repository *git;
    const volatile sig_atomic_t *stop;
    struct move *items;
    size_t count;
};

struct ref_step *ref_step_find(const struct ref_steps *steps, const char *ref)
{
    for (size_t i = 0; i < steps->count; i++)
        if (steps->items[i].to != NULL && text_equal(steps->items[i].ref, ref))
            return &steps->items[i];
    return NULL;
}

static void refuse_ref(struct write_outcome *out, const char *what, const struct move *move)
{
    char words[PATH_ROOM + 64];
    snprintf(words, sizeof words, "%s: %s", move->step->ref, what);
    lock_link_refuse(out, words);
}

static int name_files(const struct moves *moves, size_t index)
{
    const char *folder = git_repository_commondir(moves->git);
    struct move *move = &moves->items[index];
    if (move->step->ref == NULL)
        return 0; /* it is not moved, so it needs no files */
    int length = snprintf(move->ref, sizeof move->ref, "%s%s", folder, move->step->ref);
    int own = snprintf(move->own, sizeof move->own, "%sweir.ref-%016" PRIx64, folder,
                       set_hash_text(0, move->step->ref));
    snprintf(move->lock, sizeof move->lock, "%s.lock", move->ref);
    if (length > 0 && (size_t)length < sizeof move->ref && own > 0 &&
        (size_t)own < sizeof move->own)
        return 0;
    errno = ENAMETOOLONG;
    return -1;
}

/* Locks `weir.lock`, so that no other weir writes. Returns its descriptor, or -1 with out set. */
static int hold_guard(const struct moves *moves, struct write_outcome *out)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%sweir.lock", git_repository_commondir(moves->git));
    return lock_link_guard(path, moves->stop, out);
}

static int write_own(struct move *move)
{
    char line[GIT_OID_HEXSZ + 2];
    git_oid_tostr(line, GIT_OID_HEXSZ + 1, move->step->to);
    strcat(line, "\n");
    if (file_draft_create(&move->draft, AT_FDCWD, move->own, 0666) < 0 ||
        file_draft_write(&move->draft, line, strlen(line)) < 0)
        return -1;
    file_draft_begin_sync(&move->draft);
    return 0;
}

static bool is_at(git_repository *git, const char *ref, const git_oid *from)
{
    git_oid now;
    int code = git_reference_name_to_id(&now, git, ref);
    return from != NULL ? code == 0 && git_oid_equal(&now, from) : code == GIT_ENOTFOUND;
}

/* Writes the new values of the refs, then takes git's locks with them. Returns false with out set
 * if that fails. The caller must hold `weir.lock`. */
static bool lock_refs(const struct moves *moves, struct write_outcome *out)
{
    int result = 0;
    for (size_t i = 0; result == 0 && i < moves->count; i++)
        if (moves->items[i].step->to != NULL)
            result = write_own(&moves->items[i]);
    for (size_t i = 0; result == 0 && i < moves->count; i++)
        if (moves->items[i].step->to != NULL)
            result = file_draft_sync(&moves->items[i].draft);
    if (result < 0) {
        lock_link_refuse(out, "the ref's lock can't be written");
        return false;
    }
    for (size_t i = 0; i < moves->count; i++) {
        struct move *move = &moves->items[i];
        if (move->step->to == NULL)
            continue;
        if (lock_link_take(move->own, move->lock, moves->stop) < 0) {
            refuse_ref(out, "the ref's lock can't be taken", move);
            return false;
        }
        move->locked = true;
    }
    return true;
}

static int remove_folder(const char *path, const struct stat *at, int kind, struct FTW *where)
{
    (void)at;
    (void)where;
    return kind == FTW_DP ? rmdir(path) : -1;
}

/* Renames the lock. Empty folders in the ref's place, which git leaves behind, are removed. */
static bool rename_lock(const struct move *move)
{
    return rename(move->lock, move->ref) == 0 ||
           (errno == EISDIR && nftw(move->ref, remove_folder, 16, FTW_DEPTH | FTW_PHYS) == 0 &&
            rename(move->lock, move->ref) == 0);
}

static bool move_one(struct move *move, struct write_outcome *out)
{
    if (!rename_lock(move)) {
        refuse_ref(out, "the ref can't be written", move);
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

/* Renames in one directory become durable in order, so one fsync is enough for them. */
static bool rename_all(const struct moves *moves, struct write_outcome *out)
{
    const struct move *last = NULL;
    bool whole = true;
    for (size_t i = 0; whole && i < moves->count; i++) {
        struct move *move = &moves->items[i];
        if (!move->locked)
            continue;
        if (last != NULL && !same_folder(last, move))
            file_sync_parent(last->ref);
        whole = move_one(move, out);
        last = whole ? move : last;
    }
    if (last != NULL)
        file_sync_parent(last->ref);
    return last != NULL;
}

/* Takes all locks, compares all refs, and then renames the locks. */
static void move_refs(const struct moves *moves, struct write_outcome *out)
{
    if (!lock_refs(moves, out))
        return;
    for (size_t i = 0; i < moves->count; i++) {
        const struct move *move = &moves->items[i];
        if (move->locked && !is_at(moves->git, move->step->ref, move->step->from)) {
            out->result = WRITE_RACE;
            return;
        }
    }
    if (rename_all(moves, out))
        out->result = WRITE_DONE;
}

static void moves_done(struct moves *moves)
{
    for (size_t i = 0; i < moves->count; i++) {
        if (moves->items[i].locked)
            unlink(moves->items[i].lock);
        file_draft_close(&moves->items[i].draft);
    }
    free(moves->items);
}

void ref_move(git_repository *git, const volatile sig_atomic_t *stop, struct ref_steps *steps,
              struct write_outcome *out)
{
    CLEANUP(moves_done) struct moves moves = {.git = git, .stop = stop, .count = steps->count};
    moves.items = memory_must(calloc(steps->count + 1, sizeof *moves.items));
    for (size_t i = 0; i < steps->count; i++)
        moves.items[i] = (struct move){.step = &steps->items[i], .draft = FILE_DRAFT_NONE};
    for (size_t i = 0; i < steps->count; i++)
        if (name_files(&moves, i) < 0) {
            lock_link_refuse(out, "the ref can't be written");
            return;
        }
    int guard = hold_guard(&moves, out);
    if (guard < 0)
        return;
    for (size_t i = 0; i < moves.count; i++)
        lock_link_clear(moves.items[i].own, moves.items[i].lock);
    move_refs(&moves, out);
    moves_done(&moves);
    moves = (struct moves){0};
    close(guard);
}
