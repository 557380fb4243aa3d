// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_question.h"

#include <string.h>

#include "reconciler/git/files/path.h"
#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/own_commit.h"

bool origin_question_parse(struct arena *arena, const char *key, struct origin_question *out)
{
    const char *hash = strrchr(key, '#');
    const char *slash = hash != NULL ? strchr(hash, '/') : NULL;
    const char *at = slash != NULL ? strchr(slash, '@') : NULL;
    const char *colon = at != NULL ? memrchr(slash, ':', (size_t)(at - slash)) : NULL;
    if (colon == NULL)
        return false;
    out->file = arena_copy(arena, key, (size_t)(hash - key));
    out->namespace = arena_copy(arena, hash + 1, (size_t)(slash - hash - 1));
    out->stream = arena_copy(arena, slash + 1, (size_t)(colon - slash - 1));
    out->tag = arena_copy(arena, colon + 1, (size_t)(at - colon - 1));
    out->digest = arena_text(arena, at + 1);
    return path_problem(out->file) == NULL;
}

void origin_question_unknown(struct origin_walk *walk, struct origin_question *question,
                             const char *why)
{
    question->answer->state = ANSWER_UNKNOWN;
    question->answer->word = "history";
    question->answer->why = arena_text(walk->arena, why);
    question->open = false;
}

void origin_question_none(struct origin_walk *walk, struct origin_question *question)
{
    question->answer->state = ANSWER_NONE;
    question->answer->why =
        arena_print(walk->arena, "the tag does not have this digest in \"%s\"", question->file);
    question->open = false;
}

bool origin_question_holds(const struct part *part, const struct origin_question *question)
{
    list_each (at, &part->streams) {
        const struct image_stream *stream = *at;
        if (!text_equal(stream->name, question->stream) ||
            (stream->namespace != NULL && !text_equal(stream->namespace, question->namespace)))
            continue;
        for (size_t i = 0; i < stream->tag_count; i++) {
            const struct stream_tag *tag = &stream->tags[i];
            if (text_equal(tag->name, question->tag) &&
                text_equal(stream_tag_pin(tag), question->digest))
                return true;
        }
    }
    return false;
}

static const char *object_of(struct origin_walk *walk, const struct origin_question *question)
{
    return arena_print(&walk->scratch, "%s/%s:%s", question->namespace, question->stream,
                       question->tag);
}

void origin_question_found(struct origin_walk *walk, struct origin_question *question, size_t index)
{
    commit_scope git_commit *commit = NULL;
    char hex[GIT_OID_HEXSZ + 1];
    const git_oid *id = &walk->commits.items[index];
    if (history_commit(&walk->history, id, (unsigned)index, &commit, walk->err) < 0) {
        origin_question_unknown(walk, question, walk->err->message);
        return;
    }
    struct pin_origin *origin = arena_new(walk->arena, struct pin_origin);
    origin->commit = arena_text(walk->arena, git_oid_tostr(hex, sizeof hex, id));
    origin->time = git_commit_time(commit);
    origin->who = commit_text_author(walk->arena, commit);
    origin->why = commit_text_subject(walk->arena, commit);
    origin->own = commit_text_own(commit);
    if (origin->own) {
        const char *message = git_commit_message(commit), *object = object_of(walk, question);
        origin->asked_for = own_commit_word(walk->arena, message, object);
        origin->evidence = own_commit_evidence(walk->arena, message, object, JOURNAL_EVIDENCE_MAX,
                                               &origin->evidence_count);
    }
    question->answer->state = ANSWER_FOUND;
    question->answer->digest = arena_text(walk->arena, question->digest);
    question->answer->origin = origin;
    question->open = false;
}
