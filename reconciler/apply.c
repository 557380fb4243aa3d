// SPDX-License-Identifier: Apache-2.0
#include "reconciler/apply.h"

#include <stdlib.h>

#include "diff/journal/journal_due.h"
#include "reconciler/git/commit_write.h"
#include "reconciler/git/files/file_write.h"
#include "reconciler/git/user_config.h"
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

/* Returns the value of the environment variable, or the setting if that value is blank, or the
 * default if both are blank. */
static const char *first_said(const char *variable, const char *setting, const char *otherwise)
{
    const char *said = getenv(variable);
    if (!text_blank(said))
        return said;
    return !text_blank(setting) ? setting : otherwise;
}

/* Returns the committer, from git's environment variables or the runner configuration. Unlike the
 * author, the committer never comes from git's user.name and user.email. */
static struct identity committer_of(const struct config *config)
{
    return (struct identity){
        first_said("GIT_COMMITTER_NAME", config->author.name, "weir"),
        first_said("GIT_COMMITTER_EMAIL", config->author.email, "weir@localhost")};
}

/* Returns the author, from git's environment variables or the runner configuration. For a person's
 * request, git's user.name and user.email replace those of the configuration. */
static struct identity author_of(struct arena *run, const struct config *config,
                                 const struct intent *intent)
{
    struct user_config asks = {0};
    if (intent != NULL && intent->kind != INTENT_NONE)
        asks = user_config_read(run);
    const char *name = !text_blank(asks.name) ? asks.name : config->author.name;
    const char *email = !text_blank(asks.email) ? asks.email : config->author.email;
    return (struct identity){first_said("GIT_AUTHOR_NAME", name, "weir"),
                             first_said("GIT_AUTHOR_EMAIL", email, "weir@localhost")};
}

/* A cycle with the data for its journal records; the context of due(). */
struct lesson {
    const struct cycle *cycle;
    const struct intent *intent;
    const char *who;
};

static void due(void *context, const char *commit, due_list *out, struct arena *arena)
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
    journal_due(arena, &what, out);
}

/* For a cycle that changes no file: true if the journal lacks records. */
static bool lacks(struct cycle *cycle, const struct intent *intent)
{
    struct lesson lesson = {cycle, intent, NULL};
    due_list list = {0};
    due(&lesson, NULL, &list, &cycle->round);
    return list.count > 0;
}

static struct report_result apply_commit(struct session *session, struct cycle *cycle,
                                         const struct intent *intent)
{
    struct arena *run = &cycle->run;
    struct identity author = author_of(run, session->options.config, intent);
    struct lesson lesson = {cycle, intent, arena_print(run, "%s <%s>", author.name, author.email)};
    struct journal_writer journal = {due, &lesson};
    struct commit_request request = {
        .base = cycle->source.commit,
        .edits = edits_of(run, &cycle->change),
        .count = cycle->change.files.count,
        .message = message_make(run, &cycle->source, &cycle->plan, intent),
        .author = author,
        .committer = committer_of(session->options.config),
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
        .words = outcome.words[0] != '\0' ? arena_text(run, outcome.words) : NULL,
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

struct report_result apply_cycle(struct session *session, struct cycle *cycle,
                                 const struct intent *intent)
{
    bool commits = repository_commits(session->repository);
    bool unchanged = cycle->change.files.count == 0;
    if (cycle->plan.questions.count > 0 || (unchanged && !(commits && lacks(cycle, intent))))
        return (struct report_result){.kind = RESULT_NOTHING};
    if (commits)
        return apply_commit(session, cycle, intent);
    return apply_files(session, &cycle->run, &cycle->change);
}
