// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/own_commit.h"

#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "reconciler/git/objects/trailer.h"

static const char asked_for_key[] = "Weir-Asked-For";
static const char evidence_key[] = "Weir-Evidence";
static const char source_key[] = "Weir-Source-Commit";
static const char journal_key[] = "Weir-Journal";

static const char no_source[] = "none";
static const char no_journal[] = "new";

void own_commit_print_asked_for(FILE *out, const char *word, const char *object)
{
    fprintf(out, "%s: %s ", asked_for_key, word);
    text_print_safe(out, object);
    fputs("\n", out);
}

void own_commit_print_evidence(FILE *out, const char *value)
{
    fprintf(out, "%s: ", evidence_key);
    text_print_safe(out, value);
    fputs("\n", out);
}

void own_commit_print_source(FILE *out, const char *source)
{
    fprintf(out, "%s: %s\n", source_key, source != NULL ? source : no_source);
}

const char *own_commit_add_journal(struct arena *arena, const char *message, const char *tip)
{
    return trailer_add(arena, message, journal_key, tip != NULL ? tip : no_journal);
}

bool own_commit_is(const char *message, const char *parent)
{
    arena_scope struct arena arena = {0};
    const char *source = trailer_find(&arena, message, strlen(message), source_key);
    return source != NULL && strcmp(source, parent != NULL ? parent : no_source) == 0;
}

const char *own_commit_journal(struct arena *arena, const char *message)
{
    return trailer_find(arena, message, strlen(message), journal_key);
}

const char *const *own_commit_asked_for(struct arena *arena, const char *message, size_t maximum,
                                        size_t *count)
{
    struct trailers trailers = trailers_of(message, strlen(message));
    LIST_OF(const char *) values = {0};
    while (values.count < maximum && trailers_next(&trailers, asked_for_key))
        *list_add(arena, &values) = arena_copy(arena, trailers.value, trailers.value_length);
    *count = values.count;
    return values.items;
}

const char *own_commit_word(struct arena *arena, const char *message, const char *object)
{
    struct trailers trailers = trailers_of(message, strlen(message));
    size_t length = strlen(object);
    while (trailers_next(&trailers, asked_for_key)) {
        const char *space = memchr(trailers.value, ' ', trailers.value_length);
        size_t word = space != NULL ? (size_t)(space - trailers.value) : 0;
        if (word > 0 && trailers.value_length - word - 1 == length &&
            memcmp(space + 1, object, length) == 0)
            return arena_copy(arena, trailers.value, word);
    }
    return NULL;
}

const char *const *own_commit_evidence(struct arena *arena, const char *message, const char *object,
                                       size_t maximum, size_t *count)
{
    struct trailers trailers = trailers_of(message, strlen(message));
    LIST_OF(const char *) lines = {0};
    size_t length = strlen(object);
    while (lines.count < maximum && trailers_next(&trailers, evidence_key))
        if (trailers.value_length > length && trailers.value[length] == ' ' &&
            memcmp(trailers.value, object, length) == 0)
            *list_add(arena, &lines) =
                arena_copy(arena, trailers.value + length + 1, trailers.value_length - length - 1);
    *count = lines.count;
    return lines.items;
}
