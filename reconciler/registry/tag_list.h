// SPDX-License-Identifier: Apache-2.0
/*
 * The tags of a repository, as a registry lists them: page by page, each naming the next by an
 * opaque address in a Link header. Lists that are not sorted, name a tag twice or are all on one
 * page are taken as they are.
 */
#pragma once

#include "manifests/base/list.h"
#include "reconciler/net/http.h"
#include "reconciler/registry/inquiry.h"

enum {
    TAG_LIST_MAX = 100000,         /* tags */
    TAG_LIST_PAGES_MAX = 1000,     /* empty ones included */
    TAG_LIST_PAGE_MAX = 16 << 20,  /* bytes of one page; it may hold the whole list */
    TAG_LIST_TEXTS_MAX = 32 << 20, /* bytes of all tags */
};

struct tag_list {
    LIST_OF(const char *) tags;
    size_t bytes;                /* of all tags */
    LIST_OF(const char *) pages; /* addresses, to tell a circle */
};

/*
 * Adds one page; what is no tag by the grammar is left out, since nobody could ask for it. -1 with
 * a class when it is no list, or passes a limit.
 */
MUST_USE int tag_list_add(struct arena *arena, struct tag_list *list, const char *body,
                          size_t length, enum registry_class *class, struct err *err);
/* One tag, copied. -1 at the limit. */
MUST_USE int tag_list_add_tag(struct arena *arena, struct tag_list *list, const char *tag,
                              struct err *err);

/* The target of the first link to the next page in a Link header's value, copied; or NULL. */
const char *tag_list_link(struct arena *arena, const char *value);
/*
 * The absolute address of the next page: on the same origin and with the same path as `url`, the
 * page that named it. -1 with a class when the policy refuses it or it leads in a circle.
 */
MUST_USE int tag_list_next(struct arena *arena, struct tag_list *list,
                           const struct origin_plain *plain, const char *url, const char *link,
                           const char **next, enum registry_class *class, struct err *err);

/* Answers the inquiry: each tag once, in order. */
void tag_list_answer(struct tag_list *list, struct inquiry *inquiry);
