// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_question.h"

#include <string.h>

#include "reconciler/git/files/path.h"

/* Cuts "^FROM" or "^FROM^COMMIT" from the digest. Returns false if the commit is not a hex ID. */
static bool parse_moves(char *digest, struct origin_question *out, git_oid *since)
{
    char *from = strchr(digest, '^'), *commit = from != NULL ? strchr(from + 1, '^') : NULL;
    if (from == NULL)
        return true;
    *from = '\0';
    out->from = from + 1;
    if (commit != NULL)
        *commit = '\0';
    out->returns = text_equal(out->from, digest);
    return commit == NULL ||
           (strlen(commit + 1) == GIT_OID_HEXSZ && git_oid_fromstr(since, commit + 1) == 0);
}

bool origin_question_parse(struct arena *arena, const char *key, struct origin_question *out,
                           git_oid *since)
{
    const char *hash = strrchr(key, '#');
    const char *slash = hash != NULL ? strchr(hash, '/') : NULL;
    const char *at = slash != NULL ? strpbrk(slash, "@!?") : NULL;
    const char *colon = at != NULL ? memrchr(slash, ':', (size_t)(at - slash)) : NULL;
    if (colon == NULL)
        return false;
    out->file = arena_copy(arena, key, (size_t)(hash - key));
    out->namespace = arena_copy(arena, hash + 1, (size_t)(slash - hash - 1));
    out->stream = arena_copy(arena, slash + 1, (size_t)(colon - slash - 1));
    out->tag = arena_copy(arena, colon + 1, (size_t)(at - colon - 1));
    char *digest = arena_copy(arena, at + 1, strlen(at + 1));
    out->digest = *at != '?' ? digest : NULL;
    out->aspect = *at == '@'      ? ORIGIN_PIN
                  : *at == '?'    ? ORIGIN_DELETED
                  : at[1] == '\0' ? ORIGIN_NOT_HELD
                                  : ORIGIN_RELEASED;
    return parse_moves(digest, out, since) && path_problem(out->file) == NULL;
}

void origin_question_unknown(struct origin_walk *walk, struct origin_question *question,
                             const char *why)
{
    if (question->newest != NULL) {
        origin_question_end(walk, question, false);
        return;
    }
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

void origin_question_found(struct origin_walk *walk, struct origin_question *question,
                           const struct pin_origin *origin)
{
    question->answer->state = ANSWER_FOUND;
    question->answer->digest = arena_text(walk->arena, question->digest);
    question->answer->origin = origin;
    question->open = false;
}

void origin_question_add(struct origin_question *question, struct pin_origin *origin)
{
    if (question->newest == NULL)
        question->newest = origin;
    else
        question->oldest->earlier = origin;
    question->oldest = origin;
    question->count++;
}

void origin_question_end(struct origin_walk *walk, struct origin_question *question, bool whole)
{
    question->open = false;
    /* A way that does not lead back to the same digest says nothing about it. */
    if (!whole && question->returns)
        question->newest = NULL;
    if (question->newest != NULL) {
        if (!whole)
            question->newest->earlier = NULL;
        origin_question_found(walk, question, question->newest);
        return;
    }
    question->answer->state = ANSWER_NONE;
    question->answer->why = "no commit changed the tag since then";
}
