// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/inquiry.h"

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

void inquiry_unknown(struct inquiry *inquiry, enum registry_class class, const char *detail)
{
    struct answer *answer = inquiry->answer;
    bool more = detail != NULL && detail[0] != '\0';
    char *why = arena_print(inquiry->arena, "%.*s: %s%s%.600s", (int)inquiry->image.host_length,
                            inquiry->image.host, registry_class_sentence(class), more ? ": " : "",
                            more ? detail : "");
    for (char *at = why; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || (unsigned char)*at >= 0x7f)
            *at = '?';
    answer->state = ANSWER_UNKNOWN;
    answer->word = registry_class_word(class);
    answer->why = why;
    inquiry->answered = true;
}
