// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/ancestor.h"

#include <string.h>

#include "reconciler/git/history/history.h"

/* A commit on the way back from the tip. */
struct ancestor {
    git_oid id;
    unsigned back; /* parents behind the tip */
};

/* Those that were met, as an open table; its size is a power of two. */
struct met {
    git_oid *ids;
    size_t count, size;
};

struct ancestor_walk {
    struct history history;
    struct arena scratch;
    LIST_OF(struct ancestor) queue;
    size_t next; /* of the queue */
    struct met met;
};

static size_t place_of(const struct met *met, const git_oid *id)
{
    size_t at;
    memcpy(&at, id->id, sizeof at);
    for (at &= met->size - 1; !git_oid_is_zero(&met->ids[at]); at = (at + 1) & (met->size - 1))
        if (git_oid_equal(&met->ids[at], id))
            break;
    return at;
}

static void enlarge(struct ancestor_walk *walk)
{
    struct met larger = {.count = walk->met.count,
                         .size = walk->met.size ? walk->met.size * 2 : 64};
    larger.ids = arena_array(&walk->scratch, git_oid, larger.size);
    for (size_t i = 0; i < walk->met.size; i++)
        if (!git_oid_is_zero(&walk->met.ids[i]))
            larger.ids[place_of(&larger, &walk->met.ids[i])] = walk->met.ids[i];
    walk->met = larger;
}

static void meet(struct ancestor_walk *walk, const git_oid *id, unsigned back)
{
    if (walk->met.count * 2 >= walk->met.size)
        enlarge(walk);
    git_oid *place = &walk->met.ids[place_of(&walk->met, id)];
    if (!git_oid_is_zero(place))
        return;
    *place = *id;
    walk->met.count++;
    *list_add(&walk->scratch, &walk->queue) = (struct ancestor){*id, back};
}

static bool is_met(const struct ancestor_walk *walk, const char *hex)
{
    git_oid id;
    return strlen(hex) == GIT_OID_HEXSZ && git_oid_fromstr(&id, hex) == 0 && walk->met.size > 0 &&
           !git_oid_is_zero(&walk->met.ids[place_of(&walk->met, &id)]);
}

/* One commit's parents: 0, 1 when there is no more, -1. */
static int step(struct ancestor_walk *walk, struct err *err)
{
    if (walk->next == walk->queue.count)
        return 1;
    if (walk->queue.count > MEMBER_COMMITS_MAX)
        return err_set(err, "it is more than %d commits back", MEMBER_COMMITS_MAX);
    struct ancestor at = walk->queue.items[walk->next++];
    git_commit *commit = NULL;
    if (history_commit(&walk->history, &at.id, at.back, &commit, err) != 0)
        return -1;
    for (unsigned i = 0; i < git_commit_parentcount(commit); i++)
        meet(walk, git_commit_parent_id(commit, i), at.back + 1);
    git_commit_free(commit);
    return 0;
}

static size_t settle(const struct ancestor_walk *walk, size_t count, struct answer *answers)
{
    size_t open = 0;
    for (size_t i = 0; i < count; i++) {
        if (answers[i].state == ANSWER_UNKNOWN && is_met(walk, answers[i].question.key))
            answers[i].state = ANSWER_FOUND;
        open += answers[i].state == ANSWER_UNKNOWN;
    }
    return open;
}

void repository_members(struct repository *repository, const struct question *questions,
                        size_t count, struct arena *arena, struct answer *answers)
{
    struct err err = {0};
    struct ancestor_walk walk = {.history = {.repository = repository}};
    for (size_t i = 0; i < count; i++)
        answers[i] =
            (struct answer){.question = questions[i], .state = ANSWER_UNKNOWN, .word = "history"};
    int result = repository->tip.exists ? 0 : err_set(&err, "there is no commit yet");
    if (result == 0)
        meet(&walk, &repository->tip.id, 0);
    while (result == 0 && settle(&walk, count, answers) > 0)
        result = step(&walk, &err);
    for (size_t i = 0; i < count; i++) {
        if (answers[i].state != ANSWER_UNKNOWN)
            continue;
        if (result > 0)
            answers[i].state = ANSWER_NONE;
        answers[i].why =
            arena_text(arena, result > 0 ? "no commit of the branch has this id" : err.message);
    }
    history_close(&walk.history);
    arena_done(&walk.scratch);
}
