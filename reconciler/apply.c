// SPDX-License-Identifier: Apache-2.0
#include "reconciler/apply.h"

#include "diff/journal/journal_due.h"
#include "reconciler/authors.h"
#include "reconciler/git/checkout/checkout_commit.h"
#include "reconciler/git/files/file_write.h"
#include "reconciler/message.h"

static const struct file_edit *edits_of(struct arena *run, const struct change *change)
{
    struct file_edit *edits = arena_array(run, struct file_edit, change->files.count);
    for (size_t i = 0; i < change->files.count; i++) {
        const struct changed_file *file = &change->files.items[i];
        edits[i] = (struct file_edit){file->path, file->old_bytes, file->old_length, file->bytes,
                                      file->length};
    }
    return edits;
}

static enum result_kind result_of(enum write_result result, enum result_kind done)
{
    switch (result) {
    case WRITE_DONE:
        return done;
    case WRITE_RACE:
        return RESULT_RACE;
    case WRITE_REFUSED:
        return RESULT_REFUSED;
    case WRITE_NOTHING:
    case WRITE_NOT_TRIED:
        break;
    }
    return RESULT_NOTHING;
}

static struct report_result failed(struct arena *run, const struct err *err, size_t written)
{
    const char *words = err->hint[0] != '\0' ? arena_print(run, "%s (%s)", err->message, err->hint)
                                             : arena_text(run, err->message);
    return (struct report_result){.kind = RESULT_FAILED, .written = written, .words = words};
}

/* A cycle with the data for its journal records; the context of due(). */
struct lesson {
    const struct cycle *cycle;
    const struct intent *intent;
    const char *who;
};

static bool due(void *context, const char *commit, due_list *out, struct arena *arena)
{
    const struct lesson *lesson = context;
    const struct due_context what = {
        .plan = &lesson->cycle->plan,
        .declared = &lesson->cycle->declared,
        .observed = &lesson->cycle->observed,
        .intent = lesson->intent,
        .base = lesson->cycle->source.commit,
        .commit = commit,
        .who = lesson->who,
    };
    return journal_due(arena, &what, out);
}

/* For a cycle that changes no file: true if the journal lacks records. */
static bool lacks(struct cycle *cycle, const struct intent *intent)
{
    struct lesson lesson = {cycle, intent, NULL};
    due_list list = {0};
    due(&lesson, NULL, &list, &cycle->round);
    return list.count > 0;
}

/* Returns what there is to say about a write: why it was refused, or why the commit has no record
 * in the journal. NULL: nothing. */
static const char *words_about(struct arena *run, const struct cycle *cycle,
                               const struct write_outcome *outcome)
{
    const struct journal *journal = cycle->observed.journal;
    if (outcome->words[0] != '\0' && outcome->result == WRITE_REFUSED && outcome->protects)
        return arena_print(run,
                           "%s; allow weir's account to push to the branch, or run weir sync "
                           "--commit on another branch of a clone and open a pull request",
                           outcome->words);
    if (outcome->words[0] != '\0')
        return arena_text(run, outcome->words);
    if (outcome->commit[0] == '\0' || journal->state != JOURNAL_UNKNOWN)
        return NULL;
    return arena_print(run, "not recorded, because the journal can't be used: %s", journal->why);
}

static struct report_result apply_commit(struct session *session, struct cycle *cycle,
                                         const struct intent *intent)
{
    struct arena *run = &cycle->run;
    struct authors authors = authors_find(run, session, intent);
    const struct identity *author = &authors.author;
    struct lesson lesson = {cycle, intent,
                            arena_print(run, "%s <%s>", author->name, author->email)};
    struct journal_writer journal = {due, &lesson};
    struct commit_request request = {
        .base = cycle->source.commit,
        .edits = edits_of(run, &cycle->change),
        .count = cycle->change.files.count,
        .message = message_make(run, &cycle->source, &cycle->plan, intent),
        .author = authors.author,
        .committer = authors.committer,
        .date = cycle->plan.allowed,
        .journal = &journal,
    };
    struct err err = {0};
    struct write_outcome outcome = {0};
    if (commit_write(session->repository, &request, &outcome, &err) < 0)
        return failed(run, &err, 0);
    bool committed = outcome.commit[0] != '\0';
    return (struct report_result){
        .kind = result_of(outcome.result, committed ? RESULT_COMMITTED : RESULT_NOTHING),
        .written = committed ? cycle->change.files.count : 0,
        .commit = committed ? arena_text(run, outcome.commit) : NULL,
        .journal = outcome.journal[0] != '\0' ? arena_text(run, outcome.journal) : NULL,
        .words = words_about(run, cycle, &outcome),
    };
}

/* Writes the files in order, up to the first file that can't be written. The result says how many
 * files were written, and why one was not. */
static struct report_result apply_files(struct session *session, struct arena *run,
                                        const struct change *change)
{
    struct err err = {0};
    size_t count = change->files.count, written = 0;
    struct write_outcome *outcomes = arena_array(run, struct write_outcome, count);
    int state = file_write_all(session->repository, edits_of(run, change), count, outcomes, &err);
    while (written < count && outcomes[written].result == WRITE_DONE)
        written++;
    if (state < 0)
        return failed(run, &err, written);
    if (written == count)
        return (struct report_result){.kind = RESULT_EDITED, .written = written};
    return (struct report_result){
        .kind = result_of(outcomes[written].result, RESULT_EDITED),
        .written = written,
        .words =
            arena_print(run, "%s: %s", change->files.items[written].path, outcomes[written].words),
    };
}

/* Returns the message of a commit on top of `base` ("": none), in a work tree. */
static const char *checkout_message(struct cycle *cycle, const char *base,
                                    const struct intent *intent)
{
    struct source source = cycle->source;
    source.commit = *base != '\0' ? arena_text(&cycle->run, base) : NULL;
    return message_make(&cycle->run, &source, &cycle->plan, intent);
}

/* Commits in a work tree. The journal is written by the next run on the repository that gets the
 * commit. */
static struct report_result apply_checkout(struct session *session, struct cycle *cycle,
                                           const struct intent *intent)
{
    struct arena *run = &cycle->run;
    struct err err = {0};
    struct write_outcome outcome = {0};
    char base[REPOSITORY_COMMIT_MAX];
    struct authors authors = authors_find(run, session, intent);
    moment allowed = cycle->plan.allowed;
    int result = checkout_commit_base(session->repository, base, &outcome, &err);
    if (result == 0) {
        struct commit_request request = {
            .base = base,
            .edits = edits_of(run, &cycle->change),
            .count = cycle->change.files.count,
            .message = checkout_message(cycle, base, intent),
            .author = authors.author,
            .committer = authors.committer,
            .date = allowed > 0 ? allowed : session_now(session),
        };
        result = checkout_commit(session->repository, &request, &outcome, &err);
    }
    if (result < 0)
        return failed(run, &err, 0);
    bool committed = outcome.result == WRITE_DONE;
    return (struct report_result){
        .kind = result_of(outcome.result, RESULT_COMMITTED),
        .written = committed ? cycle->change.files.count : 0,
        .commit = committed ? arena_text(run, outcome.commit) : NULL,
        .words = outcome.words[0] != '\0' ? arena_text(run, outcome.words) : NULL,
    };
}

struct report_result apply_cycle(struct session *session, struct cycle *cycle,
                                 const struct intent *intent)
{
    bool commits = repository_commits(session->repository);
    bool checkout = repository_kind(session->repository) == REPOSITORY_WORK_TREE;
    bool unchanged = cycle->change.files.count == 0;
    if (cycle->plan.questions.count > 0 || (unchanged && !(commits && lacks(cycle, intent))))
        return (struct report_result){.kind = RESULT_NOTHING};
    if (commits)
        return apply_commit(session, cycle, intent);
    if (checkout && session->options.commit)
        return apply_checkout(session, cycle, intent);
    struct report_result result = apply_files(session, &cycle->run, &cycle->change);
    if (checkout && result.kind == RESULT_EDITED) {
        char base[REPOSITORY_COMMIT_MAX];
        struct write_outcome ignored = {0};
        struct err err = {0};
        if (checkout_commit_base(session->repository, base, &ignored, &err) < 0)
            base[0] = '\0';
        result.message = checkout_message(cycle, base, intent);
    }
    return result;
}
