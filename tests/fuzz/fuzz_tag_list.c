// SPDX-License-Identifier: Apache-2.0
/*
 * The first line is a Link header, the rest the body of a page of tags. The next page is of the
 * same origin and list, and the answer holds each tag once, by the grammar.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/reference.h"
#include "reconciler/registry/tag_list.h"
#include "tests/fuzz/fuzz.h"

#define PAGE "https://registry.example/v2/team/web/tags/list"

static void read_link(struct arena *arena, const char *header)
{
    struct tag_list list = {0};
    struct origin_plain plain = {0};
    struct origin home, there;
    struct err err = {0};
    enum registry_class class = REGISTRY_PROTOCOL;
    const char *next = NULL, *link = NULL;
    if (tag_list_link(arena, header, &link, &err) < 0) {
        if (err.message[0] == '\0' || link != NULL)
            abort();
        return;
    }
    if (link == NULL)
        return;
    if (tag_list_next(arena, &list, &plain, PAGE "?n=1000", link, &next, &class, &err) < 0) {
        if (err.message[0] == '\0' || next != NULL)
            abort();
        return;
    }
    if (!origin_parse(PAGE, &home) || !origin_parse(next, &there) || !origin_equal(&home, &there) ||
        strstr(next, "/v2/team/web/tags/list") == NULL)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct tag_list list = {0};
    struct answer answer = {0};
    struct inquiry inquiry = {.answer = &answer, .arena = &arena};
    struct err err = {0};
    enum registry_class class = REGISTRY_PROTOCOL;
    const uint8_t *end = length > 0 ? memchr(data, '\n', length) : NULL;
    if (end == NULL)
        return 0;
    read_link(&arena, arena_copy(&arena, (const char *)data, (size_t)(end - data)));
    const char *body = arena_copy(&arena, (const char *)end + 1, length - (size_t)(end + 1 - data));
    if (tag_list_add(&arena, &list, body, length - (size_t)(end + 1 - data), &class, &err) < 0) {
        if (err.message[0] == '\0')
            abort();
        return 0;
    }
    tag_list_answer(&list, &inquiry);
    for (size_t i = 0; i < answer.tag_count; i++)
        if (!reference_tag_valid(answer.tags[i]) ||
            (i > 0 && strcmp(answer.tags[i - 1], answer.tags[i]) >= 0))
            abort();
    return 0;
}
