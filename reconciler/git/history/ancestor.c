// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/ancestor.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/set.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/library_scope.h"

/* A commit that the walk back from the tip has met. */
struct ancestor {
    git_oid id;
    unsigned back; /* distance from the tip: 0 for the tip, 1 for its parents */
};

static const struct set_kind ancestor_set = {sizeof(struct ancestor), sizeof(git_oid)};

struct ancestor_walk {
    struct history history;
    struct arena scratch;
    LIST_OF(struct ancestor) met; /* in the order of the walk */
    struct set ids;               /* finds a commit in `met` */
    size_t next;                  /* index of the first of `met` whose parents were not met yet */
};

static void meet(struct ancestor_walk *walk, const git_oid *id, unsigned back)
{
    if (set_add(&walk->ids, walk->met.items, walk->met.count, id) == walk->met.count)
        *list_add(&walk->scratch, &walk->met) = (struct ancestor){*id, back};
}

static bool is_met(const struct ancestor_walk *walk, const char *hex)
{
    git_oid id;
    return strlen(hex) == GIT_OID_HEXSZ && git_oid_fromstr(&id, hex) == 0 &&
           set_find(&walk->ids, walk->met.items, &id) != SET_NONE;
}

/* Meets the parents of the next commit. Returns 0, or 1 if there is no next commit, or -1. */
static int meet_parents(struct ancestor_walk *walk, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (walk->next == walk->met.count)
        return 1;
    if (walk->met.count > ANCESTOR_COMMITS_MAX)
        return err_set(err, "the search for the commit stopped after %d commits",
                       ANCESTOR_COMMITS_MAX);
    struct ancestor at = walk->met.items[walk->next++];
    if (history_commit(&walk->history, &at.id, at.back, &commit, err) < 0)
        return -1;
    for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
        meet(walk, git_commit_parent_id(commit, i), at.back + 1);
    return 0;
}

static void walk_done(struct ancestor_walk *walk)
{
    history_close(&walk->history);
    set_done(&walk->ids);
    arena_done(&walk->scratch);
}

/* Answers the questions whose commits were met. Returns how many are still open. */
static size_t answer_met(const struct ancestor_walk *walk, size_t count, struct answer *answers)
{
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        if (answers[i].state == ANSWER_UNKNOWN && is_met(walk, answers[i].question.key))
            answers[i].state = ANSWER_FOUND;
        open += answers[i].state == ANSWER_UNKNOWN;
    }
    return open;
}

void ancestor_answer(struct repository *repository, const struct question *questions, size_t count,
                     struct arena *arena, struct answer *answers)
{
    struct err err = {0};
    struct ancestor_walk walk = {.history = {.repository = repository},
                                 .ids = {.kind = &ancestor_set}};
    for (size_t i = 0; i < count; i++)
        answers[i] =
            (struct answer){.question = questions[i], .state = ANSWER_UNKNOWN, .word = "history"};
    int result = 0;
    if (!repository->tip.exists)
        result = err_set(&err, repository->driver->in_place
                                   ? "a work tree or a folder is read without its history"
                                   : "there is no commit yet");
    else
        meet(&walk, &repository->tip.id, 0);
    while (result == 0 && answer_met(&walk, count, answers) > 0)
        result = meet_parents(&walk, &err);
    for (size_t i = 0; i < count; i++) {
        if (answers[i].state != ANSWER_UNKNOWN)
            continue;
        if (result > 0)
            answers[i].state = ANSWER_NONE;
        answers[i].why =
            arena_text(arena, result > 0 ? "no commit on the branch has this ID" : err.message);
    }
    walk_done(&walk);
}

struct ancestor_walk *ancestor_open(struct repository *repository, const git_oid *tip)
{
    struct ancestor_walk *walk = memory_must(calloc(1, sizeof *walk));
    walk->history.repository = repository;
    walk->ids.kind = &ancestor_set;
    meet(walk, tip, 0);
    return walk;
}

void ancestor_close(struct ancestor_walk *walk)
{
    if (walk != NULL)
        walk_done(walk);
    free(walk);
}

int ancestor_has(struct ancestor_walk *walk, const git_oid *id, struct err *err)
{
    /* Looking for the id after each doubling keeps the cost of the search linear. */
    for (size_t next = walk->met.count;; next *= 2) {
        int result = 0;
        if (set_find(&walk->ids, walk->met.items, id) != SET_NONE)
            return 1;
        if (walk->next == walk->met.count)
            return 0;
        while (result == 0 && walk->met.count <= next)
            result = meet_parents(walk, err);
        if (result < 0)
            return -1;
    }
}
