// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/changed_files.h"

#include <string.h>

#include "reconciler/git/files/path.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/journal/journal_reach.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree_diff.h"

struct changed_walk {
    struct history history;
    struct arena *arena;
    LIST_OF(const char *) files;
    git_oid next;
    unsigned back; /* how many parents `next` is away from the tip */
};

static int collect(void *context, const struct tree_diff *diff, struct err *err)
{
    struct changed_walk *walk = context;
    if (walk->files.count == CHANGED_FILES_MAX)
        return err_set(err, "the newest commits changed more than %d files", CHANGED_FILES_MAX);
    *list_add(walk->arena, &walk->files) = arena_text(walk->arena, diff->path);
    return 0;
}

/* Adds the manifests that the next commit changed. Returns 0, or 1 if it is the first one of all,
 * or -1. */
static int step(struct changed_walk *walk, struct err *err)
{
    commit_scope git_commit *commit = NULL, *parent = NULL;
    struct history *history = &walk->history;
    if (history_commit(history, &walk->next, walk->back, &commit, err) < 0)
        return -1;
    if (git_commit_parentcount(commit) == 0)
        return 1;
    walk->next = *git_commit_parent_id(commit, 0);
    if (history_commit(history, &walk->next, ++walk->back, &parent, err) < 0)
        return -1;
    return tree_diff_walk(history_odb(history), git_commit_tree_id(parent),
                          git_commit_tree_id(commit), path_is_manifest, collect, walk,
                          history->repository->options.stop, err);
}

/* Walks back to the commit, or to the one up to which an earlier run searched. */
static int walk_to(struct changed_walk *walk, const char *hex, struct err *err)
{
    git_oid end, seen;
    struct repository *repository = walk->history.repository;
    bool known = journal_reach_seen(repository, &seen);
    if (!repository->tip.exists)
        return err_set(err, "there is no commit yet");
    if (strlen(hex) != GIT_OID_HEXSZ || git_oid_fromstr(&end, hex) != 0)
        return err_set(err, "the question names no commit");
    walk->next = repository->tip.id;
    while (!git_oid_equal(&walk->next, &end) && !(known && git_oid_equal(&walk->next, &seen))) {
        int result =
            walk->back < CHANGED_COMMITS_MAX
                ? step(walk, err)
                : err_set(err, "the newest %d commits do not have the commit", CHANGED_COMMITS_MAX);
        if (result > 0)
            return err_set(err, "the branch does not have the commit");
        if (result < 0)
            return -1;
    }
    return 0;
}

static void answer_one(struct repository *repository, struct arena *arena, struct answer *answer)
{
    struct err err = {0};
    struct changed_walk walk = {.history = {.repository = repository}, .arena = arena};
    if (walk_to(&walk, answer->question.key, &err) < 0) {
        answer->state = ANSWER_UNKNOWN;
        answer->word = "history";
        answer->why = arena_text(arena, err.message);
    } else {
        answer->state = ANSWER_FOUND;
        answer->file_count = list_order_texts(walk.files.items, walk.files.count);
        answer->files = walk.files.items;
    }
    history_close(&walk.history);
}

void changed_files_answer(struct repository *repository, const struct question *questions,
                          size_t count, struct arena *arena, struct answer *answers)
{
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct answer){.question = questions[i]};
        answer_one(repository, arena, &answers[i]);
    }
}
