// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/registry/tag_list.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

Test(tag_list, pages_are_lists_of_tags_or_an_error)
{
    static const struct {
        const char *body;
        int tags; /* -1: refused */
    } rows[] = {
        {"{\"name\":\"a\",\"tags\":[\"2\",\"1\",\"2\"]}", 3},
        {"{\"name\":\"a\",\"tags\":null}", 0},
        {"{\"name\":\"a\"}", 0},
        {"{\"tags\":[]}", 0},
        {"{\"tags\":[\"v1.0\",\"\",\"a b\",\"../x\",\"-1\",\"\u00e9\"]}", 1},
        {"{\"tags\":[1]}", -1},
        {"{\"tags\":[null]}", -1},
        {"{\"tags\":{}}", -1},
        {"{\"tags\":\"1\"}", -1},
        {"{\"tags\":[\"1\"],\"tags\":[\"2\"]}", -1},
        {"[\"1\"]", -1},
        {"<html>", -1},
        {"", -1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct tag_list list = {0};
        struct err err = {0};
        enum registry_class class = REGISTRY_LAYOUT;
        int got = tag_list_add(&arena, &list, rows[i].body, strlen(rows[i].body), &class, &err);
        cr_expect_eq(got, rows[i].tags < 0 ? -1 : 0, "%s: %s", rows[i].body, err.message);
        cr_expect_eq(got < 0 ? class : REGISTRY_PROTOCOL, REGISTRY_PROTOCOL, "%s", rows[i].body);
        if (got == 0)
            cr_expect_eq(list.tags.count, (size_t)rows[i].tags, "%s", rows[i].body);
    }
}

Test(tag_list, answers_are_sorted_and_hold_each_tag_once)
{
    arena_scope struct arena arena = {0};
    struct tag_list list = {0};
    struct err err = {0};
    enum registry_class class;
    static const char *const pages[] = {"{\"tags\":[\"b\",\"a\"]}", "{\"tags\":[\"B\",\"b\"]}"};
    for (size_t i = 0; i < COUNT(pages); i++)
        cr_assert_eq(tag_list_add(&arena, &list, pages[i], strlen(pages[i]), &class, &err), 0);
    struct answer answer = {0};
    struct inquiry inquiry = {.answer = &answer, .arena = &arena};
    tag_list_answer(&list, &inquiry);
    cr_assert_eq(answer.tag_count, 3);
    cr_expect_str_eq(answer.tags[0], "B");
    cr_expect_str_eq(answer.tags[1], "a");
    cr_expect_str_eq(answer.tags[2], "b");
    cr_expect(inquiry.answered && answer.state == ANSWER_FOUND);
}

Test(tag_list, too_many_tags_pass_the_limit)
{
    arena_scope struct arena arena = {0};
    struct tag_list list = {0};
    struct err err = {0};
    enum registry_class class = REGISTRY_PROTOCOL;
    text_scope struct text body = text_of(TAG_LIST_PAGE_MAX);
    text_put(&body, "{\"tags\":[\"a\"", 12);
    for (int i = 1; i < TAG_LIST_MAX; i++)
        text_put(&body, ",\"a\"", 4);
    text_put(&body, "]}", 2);
    cr_expect_eq(tag_list_add(&arena, &list, body.data, body.length, &class, &err), 0, "%s",
                 err.message);
    cr_expect_eq(list.tags.count, (size_t)TAG_LIST_MAX);
    cr_expect_eq(tag_list_add(&arena, &list, "{\"tags\":[\"b\"]}", 14, &class, &err), -1);
    cr_expect_eq(class, REGISTRY_TOO_LARGE);
    class = REGISTRY_PROTOCOL;
    memset(body.data + 9, '[', body.length - 9);
    cr_expect_eq(tag_list_add(&arena, &list, body.data, body.length, &class, &err), -1);
    cr_expect_eq(class, REGISTRY_TOO_LARGE);
}

Test(tag_list, the_link_to_the_next_page_is_found)
{
    static const struct {
        const char *header, *target; /* NULL: no next page; "?": not readable */
    } rows[] = {
        {"</v2/a/tags/list?last=b>; rel=\"next\"", "/v2/a/tags/list?last=b"},
        {"<?last=b>;rel=next", "?last=b"},
        {"<x>; REL = \"NEXT\"", "x"},
        {"<x>; rel=\"prev next\"", "x"},
        {"<a>; rel=\"prev\", <b>; rel=\"next\"", "b"},
        {"<a,b;c>; title=\"x, <y>; rel=next\"; rel=next", "a,b;c"},
        {"<a>; title=\"\\\"\"; rel=\"next\"", "a"},
        {"<a>; rel=\"prev\"; rel=\"next\"", NULL},
        {"<a>; rel=\"nextish\"", NULL},
        {"<a>; rels=next", NULL},
        {"<a>", NULL},
        {"<a>;;;; rel=next", "a"},
        {"<a; rel=next", "?"},
        {"a; rel=next", "?"},
        {"<a>; rel=prev, b", "?"},
        {"<a>; rel=\"prev\" <b>; rel=\"next\"", "?"},
        {"</v2/a/tags/list?last=b&n=2; rel=\"next\"", "?"},
        {"<a>; rel=prev,", NULL},
        {"<a>; rel=\"next", "a"},
        {"", NULL},
        {",,,", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        const char *target = NULL;
        struct err err = {0};
        if (tag_list_link(&arena, rows[i].header, &target, &err) < 0)
            target = "?";
        cr_expect(text_equal(target, rows[i].target), "%s: %s", rows[i].header, target);
    }
}

#define PAGE "https://a.example/v2/x/tags/list"

Test(tag_list, the_next_page_is_of_the_same_list)
{
    static const struct {
        const char *link, *next; /* NULL: refused */
    } rows[] = {
        {"/v2/x/tags/list?last=b&n=1", PAGE "?last=b&n=1"},
        {"?last=b", PAGE "?last=b"},
        {PAGE "?last=b", PAGE "?last=b"},
        {"https://A.example:443/v2/x/tags/list?last=b",
         "https://A.example:443/v2/x/tags/list?last=b"},
        {"/v2/x/tags/list?token=a%2Fb%3D", PAGE "?token=a%2Fb%3D"},
        {"/v2/y/tags/list?last=b", NULL},
        {"/v2/x/tags/list/?last=b", NULL},
        {"/v2/x/manifests/b", NULL},
        {"https://b.example/v2/x/tags/list?last=b", NULL},
        {"https://a.example:8443/v2/x/tags/list?last=b", NULL},
        {"http://a.example/v2/x/tags/list?last=b", NULL},
        {"//b.example/v2/x/tags/list", NULL},
        {"https://user@a.example/v2/x/tags/list?last=b", NULL},
        {"file:///v2/x/tags/list", NULL},
        {"?n=1000", NULL}, /* this very page */
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct tag_list list = {0};
        struct origin_plain plain = {0};
        struct err err = {0};
        enum registry_class class;
        const char *next = NULL;
        int got =
            tag_list_next(&arena, &list, &plain, PAGE "?n=1000", rows[i].link, &next, &class, &err);
        cr_expect_eq(got, rows[i].next != NULL ? 0 : -1, "%s: %s", rows[i].link, err.message);
        cr_expect(text_equal(next, rows[i].next), "%s: %s", rows[i].link, next);
    }
}

Test(tag_list, cyclic_and_endless_lists_end)
{
    arena_scope struct arena arena = {0};
    struct tag_list list = {0};
    struct origin_plain plain = {0};
    struct err err = {0};
    enum registry_class class = REGISTRY_POLICY;
    const char *url = PAGE;
    cr_expect_eq(tag_list_next(&arena, &list, &plain, url, "?a", &url, &class, &err), 0);
    cr_expect_eq(tag_list_next(&arena, &list, &plain, url, "?b", &url, &class, &err), 0);
    cr_expect_eq(tag_list_next(&arena, &list, &plain, url, "?a", &url, &class, &err), -1);
    cr_expect_eq(class, REGISTRY_PROTOCOL);
    int got = 0, pages = 0;
    while (got == 0 && pages < 10000)
        got = tag_list_next(&arena, &list, &plain, url, arena_print(&arena, "?%d", pages++), &url,
                            &class, &err);
    cr_expect_eq(list.pages.count, (size_t)TAG_LIST_PAGES_MAX);
    cr_expect_eq(class, REGISTRY_TOO_LARGE);
}
