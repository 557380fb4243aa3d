// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin.h"

#include <string.h>

#include "reconciler/git/history/origin_question.h"
#include "reconciler/git/history/origin_tree.h"
#include "reconciler/git/library_scope.h"

/* After so many commits the files that were met are decoded. Each commit is compared with its
 * parent, so these are one less than what is fetched of a history at once. */
static const size_t steps[] = {63, 1023, ORIGIN_COMMITS_MAX};

static int by_file(const void *left, const void *right)
{
    const struct origin_question *a = left, *b = right;
    return strcmp(a->file, b->file);
}

static void part_done(struct part *part)
{
    arena_done(&part->arena);
}

/* What a version holds; a file that is not there, is no file or too long holds nothing. */
static int decode(struct origin_walk *walk, const char *path, const struct origin_version *version,
                  struct part *out)
{
    odb_object_scope git_odb_object *object = NULL;
    if (!version->there)
        return 0;
    if (history_read(&walk->history, &version->blob, GIT_OBJECT_BLOB, TEXT_FILE_MAX, &object,
                     walk->err) != 0)
        return -1;
    part_decode(out, &walk->parts, path, git_odb_object_data(object), git_odb_object_size(object));
    return 0;
}

/* Closes the questions whose digest isn't in the version before a commit: that one brought it. */
static int judge_version(struct origin_walk *walk, struct origin_file *file,
                         const struct origin_version *version)
{
    CLEANUP(part_done) struct part part = {0};
    if (decode(walk, file->path, version, &part) != 0)
        return -1;
    for (size_t i = 0; i < file->question_count; i++)
        if (file->questions[i].open && !origin_question_holds(&part, &file->questions[i]))
            origin_question_found(walk, &file->questions[i], version->commit);
    return 0;
}

/* Looks at one commit more: 0, 1 when it is out of reach, -1. */
static int look_at_next(struct origin_walk *walk)
{
    commit_scope git_commit *commit = NULL, *parent = NULL;
    unsigned back = (unsigned)walk->commits.count;
    int result = history_commit(&walk->history, &walk->next, back, &commit, walk->err);
    if (result != 0)
        return result;
    const git_oid *before = git_commit_parent_id(commit, 0);
    if (before != NULL)
        result = history_commit(&walk->history, before, back + 1, &parent, walk->err);
    if (result != 0)
        return result;
    *list_add(&walk->scratch, &walk->commits) = walk->next;
    walk->ended = before == NULL;
    if (before != NULL)
        walk->next = *before;
    return origin_tree_compare(walk, parent != NULL ? git_commit_tree_id(parent) : NULL,
                               git_commit_tree_id(commit), 0, walk->files.count, 0);
}

/* Decodes what was found since the last time. */
static int judge_files(struct origin_walk *walk)
{
    struct object_ids blobs = {0};
    list_each (file, &walk->files)
        for (size_t i = file->judged; i < file->versions.count; i++)
            if (file->versions.items[i].there)
                *list_add(&walk->scratch, &blobs.list) = file->versions.items[i].blob;
    if (history_want(&walk->history, &blobs, walk->err) != 0)
        return -1;
    list_each (file, &walk->files)
        for (; file->judged < file->versions.count; file->judged++)
            if (judge_version(walk, file, &file->versions.items[file->judged]) != 0)
                return -1;
    return 0;
}

static bool any_open(const struct origin_file *file)
{
    for (size_t i = 0; i < file->question_count; i++)
        if (file->questions[i].open)
            return true;
    return false;
}

static void close_file(struct origin_walk *walk, struct origin_file *file, const char *why)
{
    for (size_t i = 0; i < file->question_count; i++)
        if (file->questions[i].open)
            origin_question_unknown(walk, &file->questions[i], why);
}

/* Files without open questions are not watched any longer. */
static void drop_closed(struct origin_walk *walk)
{
    size_t kept = 0;
    list_each (file, &walk->files) {
        if (file->versions.count >= ORIGIN_VERSIONS_MAX)
            close_file(walk, file, "the file has more than 1,000 later versions");
        if (any_open(file))
            walk->files.items[kept++] = *file;
    }
    walk->files.count = kept;
}

/* Back from the tip until every question is answered. */
static int walk_back(struct origin_walk *walk)
{
    int result = 0;
    for (size_t i = 0; walk->files.count > 0 && result == 0; i++) {
        if (i == sizeof steps / sizeof *steps)
            return err_set(walk->err, "it is more than %d commits back", ORIGIN_COMMITS_MAX);
        while (result == 0 && !walk->ended && walk->commits.count < steps[i])
            result = look_at_next(walk);
        struct err why = *walk->err; /* of what was met before the walk failed, all is judged */
        if (judge_files(walk) != 0)
            return -1;
        drop_closed(walk);
        *walk->err = why;
    }
    return result == 0 ? 0 : -1;
}

/* What stands at the tip must be what is asked about. */
static int judge_tip(struct origin_walk *walk)
{
    commit_scope git_commit *commit = NULL;
    if (history_commit(&walk->history, &walk->next, 0, &commit, walk->err) != 0)
        return -1;
    /* As if the tip came before a commit without files: each version is the tip's. */
    walk->commits.count = 1;
    int result =
        origin_tree_compare(walk, git_commit_tree_id(commit), NULL, 0, walk->files.count, 0);
    walk->commits.count = 0;
    if (result != 0)
        return -1;
    list_each (file, &walk->files) {
        CLEANUP(part_done) struct part part = {0};
        struct origin_version tip = {.there = file->there, .blob = file->blob};
        if (decode(walk, file->path, &tip, &part) != 0)
            return -1;
        file->versions.count = 0;
        for (size_t i = 0; i < file->question_count; i++) {
            struct origin_question *question = &file->questions[i];
            question->open = origin_question_holds(&part, question);
            if (question->open)
                continue;
            question->answer->state = ANSWER_NONE;
            question->answer->why =
                arena_print(walk->arena, "the tag does not have this digest in \"%s\"", file->path);
        }
    }
    drop_closed(walk);
    return 0;
}

static void watch(struct origin_walk *walk, struct origin_question *parsed, size_t count)
{
    list_order(parsed, count, sizeof *parsed, by_file);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && by_file(&parsed[i], &parsed[next]) == 0; next++)
            ;
        *list_add(&walk->scratch, &walk->files) = (struct origin_file){
            .path = parsed[i].file, .questions = &parsed[i], .question_count = next - i};
    }
}

void origin_answer(struct repository *repository, const struct question *questions, size_t count,
                   struct arena *arena, struct answer *answers)
{
    struct err err = {0};
    arena_scope struct arena names = {0};
    struct origin_walk walk = {.history = {.repository = repository},
                               .arena = arena,
                               .next = repository->tip.id,
                               .err = &err};
    struct origin_question *parsed = arena_array(&names, struct origin_question, count);
    size_t some = 0;
    for (size_t i = 0; i < count; i++) {
        struct origin_question *question = &parsed[some];
        answers[i] = (struct answer){.question = questions[i]};
        *question = (struct origin_question){.answer = &answers[i], .open = true};
        if (origin_question_parse(&names, questions[i].key, question))
            some++;
        else
            origin_question_unknown(&walk, question, "the question does not name a file and a tag");
    }
    watch(&walk, parsed, some);
    int result = 0;
    if (!repository->tip.exists)
        result = err_set(&err, repository->root >= 0 ? "a folder has no history"
                                                     : "there is no commit yet");
    else if ((result = judge_tip(&walk)) == 0)
        result = walk_back(&walk);
    for (size_t i = 0; i < some && result != 0; i++)
        if (parsed[i].open)
            origin_question_unknown(&walk, &parsed[i], err.message);
    history_close(&walk.history);
    arena_done(&walk.scratch);
    arena_done(&walk.parts);
}
