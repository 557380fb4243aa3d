// SPDX-License-Identifier: Apache-2.0
/*
 * The journal for journal.test.sh, as a run of weir would use it:
 *
 *     tool show LOCATION                      its state, and for each tag the first hex digits of
 *                                             the digests of its records
 *     tool run LOCATION TAGS DIGIT [PATH BYTES]…  edits the files, and records for each of the tags
 *                                             ("a,b") of app/web a digest of this digit, unless
 *                                             its last record has it; prints the result, the
 *                                             commit, the journal's and the words
 *     tool origin LOCATION KEY…               the commit that brought each pin
 *
 * After reading, `run` runs $TOOL_BETWEEN by a shell; TOOL_TIMES does all of it so often, in one
 * process. Options come from the environment (tool_options.h). Exit status: 0, 1 when nothing was
 * written or an answer is unknown, 2 for an error.
 */
#include <string.h>

#include "reconciler/git/commit_write.h"
#include "reconciler/git/history/origin.h"
#include "reconciler/git/journal/journal_branch.h"
#include "tests/reconciler/git/tool_options.h"

struct wish {
    struct repository *repository;
    char *tags, digit;
};

static bool due(void *context, const char *commit, due_list *out, struct arena *arena)
{
    const struct wish *wish = context;
    const struct journal *journal = journal_branch_read(wish->repository);
    char *digest = arena_print(arena, "sha256:%064d", 0), *rest = arena_text(arena, wish->tags);
    memset(digest + strlen("sha256:"), wish->digit, 64);
    for (char *tag; (tag = strsep(&rest, ",")) != NULL;) {
        const struct tag_journal *known = journal_find(journal, "app", "web", tag);
        if (known != NULL && known->count > 0 &&
            text_equal(known->records[known->count - 1].digest, digest))
            continue;
        *list_add(arena, out) = (struct due){"app",
                                             "web",
                                             tag,
                                             {.kind = RECORD_PINNED,
                                              .time = 1767312000,
                                              .digest = digest,
                                              .commit = commit,
                                              .why = "x"}};
    }
    return true;
}

static int show(struct repository *repository)
{
    static const char *const states[] = {"not kept", "new", "lost", "read", "unknown"};
    const struct journal *journal = journal_branch_read(repository);
    printf("%s%s%s\n", states[journal->state], journal->why != NULL ? ": " : "",
           journal->why != NULL ? journal->why : "");
    list_each (tag, &journal->tags) {
        const struct tag_journal *found = tag;
        (void)journal_branch_complete(repository, &(struct journal_need){.tag = found}, 1);
        printf("%s", tag->tag);
        for (size_t i = 0; i < tag->count; i++)
            printf(" %c", tag->records[i].digest[strlen("sha256:")]);
        printf("%s%s\n", tag->trouble != NULL ? " " : "", tag->trouble != NULL ? tag->trouble : "");
    }
    return 0;
}

static int run(struct repository *repository, const struct source *source, char **arguments,
               size_t count, struct arena *arena)
{
    static const char *const names[] = {"not tried", "done", "nothing", "race", "refused"};
    struct err err = {0};
    struct wish wish = {repository, arguments[0], *arguments[1]};
    struct journal_writer writer = {due, &wish};
    struct file_edit *edits = arena_array(arena, struct file_edit, count);
    for (size_t i = 0; i < count; i++) {
        text_scope struct text old = text_of(TEXT_FILE_MAX);
        const char *path = arguments[2 + 2 * i], *bytes = arguments[3 + 2 * i];
        ptrdiff_t index = source_find(source, path);
        if (index >= 0 && source->read(source->context, (size_t)index, &old, &err) != 0)
            return fail(&err);
        edits[i] = (struct file_edit){path, NULL, old.length, bytes, strlen(bytes)};
        if (index >= 0)
            edits[i].old_bytes = arena_copy(arena, old.data != NULL ? old.data : "", old.length);
    }
    (void)journal_branch_read(repository);
    if (between() != 0)
        return 2;
    struct commit_request request = {
        .base = source->commit,
        .edits = edits,
        .count = count,
        .message = arena_print(arena, "weir: web\n\nWeir-Source-Commit: %s\n",
                               source->commit != NULL ? source->commit : "none"),
        .author = {"weir", "weir@example.org"},
        .committer = {"weir", "weir@example.org"},
        .date = 1767312000,
        .journal = &writer};
    struct write_outcome outcome;
    if (commit_write(repository, &request, &outcome, &err) != 0)
        return fail(&err);
    printf("%s %s %s%s%s\n", names[outcome.result], *outcome.commit ? outcome.commit : "-",
           *outcome.journal ? outcome.journal : "-", *outcome.words ? ": " : "", outcome.words);
    return outcome.result == WRITE_DONE ? 0 : 1;
}

static int origin(struct repository *repository, char **keys, size_t count, struct arena *arena)
{
    struct question *questions = arena_array(arena, struct question, count);
    struct answer *answers = arena_array(arena, struct answer, count);
    int status = 0;
    for (size_t i = 0; i < count; i++)
        questions[i] = (struct question){QUESTION_ORIGIN, keys[i]};
    origin_answer(repository, questions, count, arena, answers);
    for (size_t i = 0; i < count; i++) {
        bool found = answers[i].state == ANSWER_FOUND;
        printf("%s%s\n", found ? answers[i].origin->commit : answers[i].why,
               found && answers[i].origin->here ? " own" : "");
        status |= answers[i].state == ANSWER_UNKNOWN;
    }
    return status;
}

int main(int count, char **arguments)
{
    repository_scope struct repository *repository = NULL;
    struct err err = {0};
    const char *times = getenv("TOOL_TIMES");
    int status = 2;
    if (count < 3)
        return 2;
    if (tool_open(arguments[2], &repository, &err) != 0)
        return fail(&err);
    for (int i = 0; i < (times != NULL ? atoi(times) : 1); i++) {
        arena_scope struct arena arena = {0};
        struct source source;
        if (repository_source(repository, &arena, &source, &err) != 0)
            return fail(&err);
        if (strcmp(arguments[1], "run") == 0 && count > 4 && count % 2 == 1)
            status = run(repository, &source, arguments + 3, (size_t)(count - 5) / 2, &arena);
        else if (strcmp(arguments[1], "origin") == 0)
            status = origin(repository, arguments + 3, (size_t)(count - 3), &arena);
        else
            status = show(repository);
    }
    return status;
}
