// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin.h"

#include <stdint.h>
#include <string.h>

#include "reconciler/git/history/origin_change.h"
#include "reconciler/git/history/origin_moved.h"
#include "reconciler/git/history/origin_part.h"
#include "reconciler/git/history/origin_question.h"
#include "reconciler/git/history/origin_tree.h"
#include "reconciler/git/library_scope.h"

/* After these numbers of commits the collected versions of files are decoded. A commit is compared
 * with its parent, so each number is one less than a depth to which history.c fetches. */
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

static bool matches(const struct part *part, const struct origin_question *question)
{
    const struct origin_state state = origin_part_state(part, question);
    return origin_part_matches(&state, question);
}

static bool declares(const struct part *part, const struct origin_question *question)
{
    return origin_part_state(part, question).exists;
}

/* Returns the state of the file at the commit that changed it to this version. */
static struct origin_version version_after(const struct origin_file *file,
                                           const struct origin_version *version)
{
    return version == file->versions.items ? file->tip : version[-1];
}

/* Finds out whether the commit moved the tag from another file. Returns 1 if the tag had its pin
 * there, so that the question stays open; or 0, and then *before and question->was_file are right
 * for the answer; or -1. */
static int look_elsewhere(struct origin_walk *walk, struct origin_question *question,
                          struct origin_version *before)
{
    const git_oid *commit = &walk->commits.items[before->commit];
    struct origin_question there = *question;
    struct origin_version was = {0};
    struct origin_state state;
    size_t back = walk->start + before->commit;
    int moved = origin_moved_find(walk, question, commit, back, &there.file, &was);
    if (moved <= 0)
        return moved;
    if (origin_part_read(walk, &there, &was, &state) < 0)
        return -1;
    if (origin_part_matches(&state, question)) {
        question->moved_file = there.file;
        question->moved_back = back;
        question->moved_commit = *commit;
        return 1;
    }
    question->was_file = there.file;
    was.commit = before->commit;
    *before = was;
    return 0;
}

/* Adds a move to the answer to a question about moves, and goes on with the digest of before it,
 * in the file that declared the tag then. Ends the question if the move is the last one. */
static void add_move(struct origin_walk *walk, struct origin_question *question, size_t commit,
                     struct pin_origin *origin)
{
    size_t back = walk->start + commit;
    origin_question_add(question, origin);
    bool last = git_oid_is_zero(&walk->since) ? text_equal(origin->before, question->from)
                                              : walk->since_back <= back + 1;
    if (last || origin->before == NULL || question->count >= ORIGIN_CHAIN_MAX) {
        origin_question_end(walk, question, last);
        return;
    }
    question->digest = origin->before;
    if (question->was_file == NULL)
        return;
    question->open = false; /* of this walk */
    question->moved_file = question->was_file;
    question->moved_back = back;
    question->moved_commit = walk->commits.items[commit];
}

/* Answers a question: the version before this commit does not have its digest. If the file did not
 * declare the tag, another file may have. */
static void answer_found(struct origin_walk *walk, const struct origin_file *file,
                         struct origin_question *question, const struct origin_version *version,
                         bool declared)
{
    const struct origin_version after = version_after(file, version);
    struct origin_version before = *version;
    struct pin_origin *origin = NULL;
    int moved = declared ? 0 : look_elsewhere(walk, question, &before);
    if (moved > 0)
        question->open = false; /* of this walk */
    else if (moved < 0 ||
             origin_change_describe(walk, question, version->commit, &before, &after, &origin) < 0)
        origin_question_unknown(walk, question, walk->err->message);
    else if (question->from != NULL)
        add_move(walk, question, version->commit, origin);
    else
        origin_question_found(walk, question, origin);
}

/* Answers the questions that this version decides: if the version before a commit does not have a
 * question's digest, that commit set the pin. */
static int judge_version(struct origin_walk *walk, struct origin_file *file,
                         const struct origin_version *version)
{
    CLEANUP(part_done) struct part part = {0};
    if (origin_part_decode(walk, file->path, version, &part) < 0)
        return -1;
    for (size_t i = 0; i < file->question_count; i++)
        if (file->questions[i].open && !matches(&part, &file->questions[i]))
            answer_found(walk, file, &file->questions[i], version,
                         declares(&part, &file->questions[i]));
    return 0;
}

/* Adds the next older commit to the walk. Returns 0, or 1 if that commit or its parent is out of
 * reach, or -1. */
static int add_next(struct origin_walk *walk)
{
    commit_scope git_commit *commit = NULL, *parent = NULL;
    const git_oid *before = NULL;
    unsigned back = (unsigned)(walk->start + walk->commits.count);
    int result = history_find_commit(&walk->history, &walk->next, back, &commit, walk->err);
    if (result == 0)
        before = git_commit_parent_id(commit, 0);
    if (before != NULL)
        result = history_find_commit(&walk->history, before, back + 1, &parent, walk->err);
    if (result < 0 || result > 0)
        return result;
    *list_add(&walk->scratch, &walk->commits) = walk->next;
    walk->ended = before == NULL;
    if (before != NULL)
        walk->next = *before;
    return origin_tree_compare(walk, parent != NULL ? git_commit_tree_id(parent) : NULL,
                               git_commit_tree_id(commit));
}

/* Decodes the versions that were added since the last call, and answers the questions that they
 * decide. */
static int judge_files(struct origin_walk *walk)
{
    struct object_ids blobs = {0};
    list_each (file, &walk->files)
        for (size_t i = file->judged; i < file->versions.count; i++)
            if (file->versions.items[i].exists)
                *list_add(&walk->scratch, &blobs.list) = file->versions.items[i].blob;
    if (history_want(&walk->history, &blobs, walk->err) < 0)
        return -1;
    list_each (file, &walk->files)
        for (; file->judged < file->versions.count; file->judged++)
            if (judge_version(walk, file, &file->versions.items[file->judged]) < 0)
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

/* Answers the questions about moves whose newest move was found, because the earlier ones are too
 * far back. */
static void close_far(struct origin_walk *walk, struct origin_file *file)
{
    for (size_t i = 0; i < file->question_count; i++)
        if (file->questions[i].open && file->questions[i].newest != NULL)
            origin_question_end(walk, &file->questions[i], false);
}

/* Answers the questions about files with too many versions as unknown, and removes the files
 * without open questions from the walk. */
static void drop_closed(struct origin_walk *walk)
{
    size_t kept = 0;
    bool far = walk->start + walk->commits.count >= ORIGIN_CHAIN_COMMITS;
    list_each (file, &walk->files) {
        if (far)
            close_far(walk, file);
        if (file->versions.count >= ORIGIN_VERSIONS_MAX)
            close_file(walk, file, "the file has 1,000 or more later versions");
        if (any_open(file))
            walk->files.items[kept++] = *file;
    }
    walk->files.count = kept;
}

/* Ends the questions about moves if the walk has reached the commit since which they ask. */
static void close_reached(struct origin_walk *walk)
{
    if (walk->since_back > walk->start + walk->commits.count)
        return;
    list_each (file, &walk->files)
        for (size_t i = 0; i < file->question_count; i++) {
            struct origin_question *question = &file->questions[i];
            if (question->open && question->from != NULL)
                origin_question_end(walk, question, true);
        }
}

/* Adds commits until the walk has visited `most`, or has just reached the commit since which
 * moves are asked for; it then sets *paused. Returns the same as add_next. */
static int add_commits(struct origin_walk *walk, size_t most, bool *paused)
{
    int result = 0;
    *paused = false;
    while (result == 0 && !*paused && !walk->ended && walk->start + walk->commits.count < most) {
        *paused = walk->since_back == SIZE_MAX && git_oid_equal(&walk->next, &walk->since);
        if (*paused)
            walk->since_back = walk->start + walk->commits.count;
        else
            result = add_next(walk);
    }
    return result;
}

/* Walks back from the tip until every question is answered. If the walk fails, the commits that
 * were reached before the failure still give answers. */
static int walk_back(struct origin_walk *walk)
{
    int result = 0;
    bool paused = false;
    for (size_t i = 0; walk->files.count > 0 && result == 0; i += !paused) {
        if (i == sizeof steps / sizeof *steps)
            return err_set(walk->err, "the newest %d commits did not set the pin",
                           ORIGIN_COMMITS_MAX);
        result = add_commits(walk, steps[i], &paused);
        struct err why = *walk->err;
        if (judge_files(walk) < 0)
            return -1;
        close_reached(walk);
        drop_closed(walk);
        *walk->err = why;
    }
    return result == 0 ? 0 : -1;
}

/* Answers the questions whose digest is not in the tip's files. */
static int judge_tip(struct origin_walk *walk)
{
    commit_scope git_commit *commit = NULL;
    if (history_commit(&walk->history, &walk->next, (unsigned)walk->start, &commit, walk->err) < 0)
        return -1;
    /* Treats the tip's tree as the older one and an empty tree as the newer one, so that each file
     * gets its version in the tip. */
    walk->commits.count = 1;
    int result = origin_tree_compare(walk, git_commit_tree_id(commit), NULL);
    walk->commits.count = 0;
    if (result < 0)
        return -1;
    list_each (file, &walk->files) {
        CLEANUP(part_done) struct part part = {0};
        struct origin_version tip = {.exists = file->exists, .blob = file->blob};
        if (origin_part_decode(walk, file->path, &tip, &part) < 0)
            return -1;
        file->tip = tip;
        file->versions.count = 0;
        for (size_t i = 0; i < file->question_count; i++)
            if (!matches(&part, &file->questions[i]))
                origin_question_none(walk, &file->questions[i]);
    }
    drop_closed(walk);
    return 0;
}

/* Parses the questions, and answers those that cannot be parsed as unknown. Returns how many were
 * parsed. */
static size_t parse(struct origin_walk *walk, struct arena *names, struct answer *answers,
                    size_t count, struct origin_question *parsed)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        struct origin_question *question = &parsed[used];
        *question = (struct origin_question){.answer = &answers[i], .open = true};
        if (origin_question_parse(names, answers[i].question.key, question, &walk->since))
            used++;
        else
            origin_question_unknown(
                walk, question, "the question has no valid file path or names no tag and digest");
    }
    return used;
}

/* Adds the files of the questions to the walk. */
static void add_files(struct origin_walk *walk, struct origin_question *parsed, size_t count)
{
    list_order(parsed, count, sizeof *parsed, by_file);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && by_file(&parsed[i], &parsed[next]) == 0; next++)
            ;
        *list_add(&walk->scratch, &walk->files) = (struct origin_file){
            .path = parsed[i].file, .questions = &parsed[i], .question_count = next - i};
    }
}

/* Answers these questions, as far as their files declare the tags. */
static void answer_all(struct origin_walk *walk, struct origin_question *parsed, size_t count)
{
    add_files(walk, parsed, count);
    int result = judge_tip(walk);
    if (result == 0)
        result = walk_back(walk);
    for (size_t i = 0; i < count && result < 0; i++)
        if (parsed[i].open)
            origin_question_unknown(walk, &parsed[i], walk->err->message);
}

/* Goes on with a question whose tag and pin came from another file, before the commit that moved
 * them. */
static void follow(struct origin_walk *walk, struct origin_question *question)
{
    while (question->moved_file != NULL) {
        commit_scope git_commit *commit = NULL;
        walk->files.count = walk->commits.count = 0;
        walk->ended = false;
        walk->start = question->moved_back + 1;
        question->open = true;
        question->file = question->moved_file;
        question->moved_file = question->was_file = NULL;
        if (++question->moves > ORIGIN_MOVES_MAX)
            err_set(walk->err, "the tag moved to another file more than %d times",
                    ORIGIN_MOVES_MAX);
        else if (history_commit(&walk->history, &question->moved_commit,
                                (unsigned)question->moved_back, &commit, walk->err) == 0) {
            walk->next = *git_commit_parent_id(commit, 0);
            answer_all(walk, question, 1);
            continue;
        }
        origin_question_unknown(walk, question, walk->err->message);
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
                               .since_back = SIZE_MAX,
                               .err = &err};
    struct origin_question *parsed = arena_array(&names, struct origin_question, count);
    for (size_t i = 0; i < count; i++)
        answers[i] = (struct answer){.question = questions[i]};
    size_t used = parse(&walk, &names, answers, count, parsed);
    const char *none = repository->driver->in_place
                           ? "a work tree or a folder is read without its history"
                           : "there is no commit yet";
    if (repository->tip.exists)
        answer_all(&walk, parsed, used);
    for (size_t i = 0; i < used; i++) {
        if (!repository->tip.exists)
            origin_question_unknown(&walk, &parsed[i], none);
        follow(&walk, &parsed[i]);
    }
    history_close(&walk.history);
    arena_done(&walk.scratch);
    arena_done(&walk.parts);
}
