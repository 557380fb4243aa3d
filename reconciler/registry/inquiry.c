// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/inquiry.h"

#include <stdio.h>
#include <stdlib.h>

#include "manifests/base/text.h"
#include "manifests/base/utf8.h"
#include "manifests/base/words.h"

enum { DETAIL_MAX = 1200 }; /* bytes */

static const struct {
    enum inquiry_subject subject;
    enum inquiry_way way;
} kinds[] = {
    [QUESTION_TAG_DIGEST] = {INQUIRY_OF_TAG, INQUIRY_BY_HEADERS},
    [QUESTION_INDEX] = {INQUIRY_OF_DIGEST, INQUIRY_BY_MANIFEST},
    [QUESTION_SITE_REFUSED] = {INQUIRY_OF_NOTHING},
    [QUESTION_TAG_LIST] = {INQUIRY_OF_REPOSITORY, INQUIRY_BY_TAGS},
    [QUESTION_CONFIG] = {INQUIRY_OF_DIGEST, INQUIRY_BY_CONFIG},
    [QUESTION_EXISTS] = {INQUIRY_OF_DIGEST, INQUIRY_BY_HEADERS},
    [QUESTION_SIGNATURE] = {INQUIRY_OF_NOTHING},
    [QUESTION_CHECK] = {INQUIRY_OF_NOTHING},
    [QUESTION_COMMIT] = {INQUIRY_OF_NOTHING},
    [QUESTION_ORIGIN] = {INQUIRY_OF_NOTHING},
    [QUESTION_MOVES] = {INQUIRY_OF_NOTHING},
    [QUESTION_CHANGED] = {INQUIRY_OF_NOTHING},
};
TABLE_COMPLETE(kinds, QUESTION_KIND_COUNT);

enum inquiry_subject inquiry_subject(enum question_kind kind)
{
    return kinds[kind].subject;
}

enum inquiry_way inquiry_way(enum question_kind kind)
{
    return kinds[kind].way;
}

void inquiry_found(struct inquiry *inquiry, const char *digest, enum image_form form)
{
    struct answer *answer = inquiry->answer;
    answer->state = ANSWER_FOUND;
    answer->digest = arena_text(inquiry->arena, digest);
    answer->form = form;
    inquiry->answered = true;
}

void inquiry_none(struct inquiry *inquiry, const char *what)
{
    struct answer *answer = inquiry->answer;
    answer->state = ANSWER_NONE;
    answer->why = arena_print(inquiry->arena, "%.*s has no such %s",
                              (int)inquiry->image.host_length, inquiry->image.host, what);
    inquiry->answered = true;
}

/* Returns a copy of the text that can't drive a terminal. */
static char *print_safe(struct arena *arena, const char *text)
{
    char *made = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&made, &size));
    text_print_safe(out, text);
    fclose(out);
    char *copy = arena_text(arena, memory_must(made));
    free(made);
    return copy;
}

void inquiry_unknown(struct inquiry *inquiry, enum registry_class class, const char *detail)
{
    struct answer *answer = inquiry->answer;
    bool more = detail != NULL && detail[0] != '\0';
    char *why = arena_print(inquiry->arena, "%.*s: %s%s%.*s", (int)inquiry->image.host_length,
                            inquiry->image.host, registry_class_sentence(class), more ? ": " : "",
                            more ? (int)utf8_fit(detail, DETAIL_MAX) : 0, more ? detail : "");
    why = print_safe(inquiry->arena, why);
    answer->state = ANSWER_UNKNOWN;
    answer->word = registry_class_word(class);
    answer->why = why;
    inquiry->answered = true;
}
