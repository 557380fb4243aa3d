// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_question.h"

#include <string.h>

#include "reconciler/git/files/path.h"

bool origin_question_parse(struct arena *arena, const char *key, struct origin_question *out)
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
    out->digest = *at != '?' ? arena_text(arena, at + 1) : NULL;
    out->aspect = *at == '@'      ? ORIGIN_PIN
                  : *at == '?'    ? ORIGIN_DELETED
                  : at[1] == '\0' ? ORIGIN_NOT_HELD
                                  : ORIGIN_RELEASED;
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

void origin_question_found(struct origin_walk *walk, struct origin_question *question,
                           const struct pin_origin *origin)
{
    question->answer->state = ANSWER_FOUND;
    question->answer->digest = arena_text(walk->arena, question->digest);
    question->answer->origin = origin;
    question->open = false;
}
