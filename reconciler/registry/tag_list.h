// SPDX-License-Identifier: Apache-2.0
/* The list of a repository's tags, as a registry sends it: page by page, each with the address of
 * the next page in a Link header. Lists that are not sorted, contain a tag twice or have only one
 * page are accepted. */
#pragma once

#include "manifests/base/list.h"
#include "reconciler/net/http.h"
#include "reconciler/registry/inquiry.h"

enum {
    TAG_LIST_MAX = 100000,         /* tags */
    TAG_LIST_PAGES_MAX = 1000,     /* pages, including empty ones */
    TAG_LIST_PAGE_MAX = 16 << 20,  /* bytes of one page, which may be the whole list */
    TAG_LIST_TEXTS_MAX = 32 << 20, /* bytes of all tags */
};

struct tag_list {
    LIST_OF(const char *) tags;
    size_t bytes;                /* bytes of all tags */
    LIST_OF(const char *) pages; /* addresses of all pages, to detect a circle */
};

/* Adds the tags of one page. A text that breaks the grammar of tags is skipped, because no question
 * can name it. -1 with a class when the page is not a list, or passes a limit. */
MUST_USE int tag_list_add(struct arena *arena, struct tag_list *list, const char *body,
                          size_t length, enum registry_class *class, struct err *err);
/* Adds a copy of one tag. -1 when that would pass the limit. */
MUST_USE int tag_list_add_tag(struct arena *arena, struct tag_list *list, const char *tag,
                              struct err *err);

/* Returns a copy of the first link to the next page in the value of a Link header, or NULL. */
const char *tag_list_link(struct arena *arena, const char *value);
/* Returns the absolute address of the next page. It must have the origin and the path of `url`, the
 * page that named it. -1 with a class when the policy refuses it, or when the pages form a circle.
 */
MUST_USE int tag_list_next(struct arena *arena, struct tag_list *list,
                           const struct origin_plain *plain, const char *url, const char *link,
                           const char **next, enum registry_class *class, struct err *err);

/* Answers the inquiry with each tag once, sorted. */
void tag_list_answer(struct tag_list *list, struct inquiry *inquiry);
