// SPDX-License-Identifier: Apache-2.0
/* Reads the list of a repository's tags, which a registry sends page by page; a Link header has the
 * address of the next page. Lists that are not sorted, contain a tag twice or have only one page
 * are accepted. */
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
    LIST_OF(const char *) pages; /* addresses of all pages, to detect a loop */
};

/* Adds the tags of one page. Skips a text that breaks the grammar of tags, because no question can
 * name it. Returns -1 with a class if the page is not a list of texts, or a limit is exceeded. */
MUST_USE int tag_list_add(struct arena *arena, struct tag_list *list, const char *body,
                          size_t length, enum registry_class *class, struct err *err);
/* Adds a copy of one tag. Returns -1 if that would exceed a limit. */
MUST_USE int tag_list_add_tag(struct arena *arena, struct tag_list *list, const char *tag,
                              struct err *err);

/* Sets *link to a copy of the first link to a next page in the value of a Link header, or to NULL
 * if the value has none. Returns -1 if the value can't be read: then it is unknown whether there is
 * a next page. */
MUST_USE int tag_list_link(struct arena *arena, const char *value, const char **link,
                           struct err *err);
/* Sets *next to the absolute address of the next page. `url` is the address of the page that has
 * the link. Returns -1 with a class if origin_follow refuses the new address, if the origin or path
 * of the two addresses differs, if the pages form a loop, or if there are too many pages. */
MUST_USE int tag_list_next(struct arena *arena, struct tag_list *list,
                           const struct origin_plain *plain, const char *url, const char *link,
                           const char **next, enum registry_class *class, struct err *err);

/* Answers the inquiry with the list of tags, sorted and without duplicates. */
void tag_list_answer(struct tag_list *list, struct inquiry *inquiry);
