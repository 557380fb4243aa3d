// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/tag_list.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "manifests/values/reference.h"
#include "reconciler/registry/json_shape.h"

#define BLANKS " \t"

/* Number of JSON values that a page may have besides its tags. */
enum { EXTRAS_MAX = 1000 };

static int no(enum registry_class *class, enum registry_class what, struct err *err,
              const char *text)
{
    *class = what;
    return err_set(err, "%s", text);
}

int tag_list_add_tag(struct arena *arena, struct tag_list *list, const char *tag, struct err *err)
{
    size_t size = strlen(tag) + 1;
    if (list->tags.count == TAG_LIST_MAX || list->bytes + size > TAG_LIST_TEXTS_MAX)
        return err_set(err, "the repository has more than %d tags, or more than %d bytes of tags",
                       TAG_LIST_MAX, TAG_LIST_TEXTS_MAX);
    *list_add(arena, &list->tags) = arena_text(arena, tag);
    list->bytes += size;
    return 0;
}

int tag_list_add(struct arena *arena, struct tag_list *list, const char *body, size_t length,
                 enum registry_class *class, struct err *err)
{
    json_error_t fault;
    if (json_shape(body, length).values > (size_t)TAG_LIST_MAX + EXTRAS_MAX)
        return no(class, REGISTRY_TOO_LARGE, err, "a page of the list of tags has too many values");
    json_auto_t *root = json_loadb(body, length, JSON_REJECT_DUPLICATES, &fault);
    const json_t *tags = json_object_get(root, "tags");
    if (!json_is_object(root) || !(tags == NULL || json_is_null(tags) || json_is_array(tags)))
        return no(class, REGISTRY_PROTOCOL, err, "the answer is not a list of tags");
    for (size_t i = 0; i < json_array_size(tags); i++) {
        const char *tag = json_string_value(json_array_get(tags, i));
        if (tag == NULL)
            return no(class, REGISTRY_PROTOCOL, err,
                      "the list of tags has values that are not texts");
        if (reference_tag_valid(tag) && tag_list_add_tag(arena, list, tag, err) < 0) {
            *class = REGISTRY_TOO_LARGE;
            return -1;
        }
    }
    return 0;
}

/* Reads a parameter's value and moves *at to its end. In quotes, a backslash escapes the next byte.
 */
static char *take_value(struct arena *arena, const char **at)
{
    if (**at != '"') {
        size_t length = strcspn(*at, ";," BLANKS);
        char *word = arena_copy(arena, *at, length);
        *at += length;
        return word;
    }
    char *value = arena_text(arena, *at + 1), *to = value;
    const char *from = *at + 1;
    for (; *from != '\0' && *from != '"'; from++) {
        from += *from == '\\' && from[1] != '\0';
        *to++ = *from;
    }
    *to = '\0';
    *at = from + (*from == '"');
    return value;
}

static bool says_next(char *relations)
{
    char *rest = relations;
    for (char *word = strsep(&rest, BLANKS); word != NULL; word = strsep(&rest, BLANKS))
        if (strcasecmp(word, "next") == 0)
            return true;
    return false;
}

/* Reads the parameters of one link. Returns true if it leads to the next page. */
static bool take_parameters(struct arena *arena, const char **at)
{
    bool next = false, said = false;
    *at += strspn(*at, BLANKS);
    while (**at == ';') {
        *at += strspn(*at, ";" BLANKS);
        size_t length = strcspn(*at, "=;," BLANKS);
        bool relation = length == 3 && strncasecmp(*at, "rel", 3) == 0;
        *at += length;
        *at += strspn(*at, BLANKS);
        if (**at == '=') {
            *at += 1 + strspn(*at + 1, BLANKS);
            char *value = take_value(arena, at);
            if (relation && !said) /* only the first rel counts */
                next = says_next(value);
            said = said || relation;
        }
        *at += strspn(*at, BLANKS);
    }
    return next;
}

int tag_list_link(struct arena *arena, const char *value, const char **link, struct err *err)
{
    for (const char *at = value;;) {
        at += strspn(at, "," BLANKS);
        if (*at == '\0')
            break;
        const char *end = *at == '<' ? strchr(at, '>') : NULL;
        const char *target = end != NULL ? arena_copy(arena, at + 1, (size_t)(end - at - 1)) : NULL;
        at = end != NULL ? end + 1 : at;
        if (target != NULL && take_parameters(arena, &at)) {
            *link = target;
            return 0;
        }
        if (target == NULL || (*at != ',' && *at != '\0'))
            return err_set(err, "the Link header can't be read, so there may be more tags");
    }
    *link = NULL;
    return 0;
}

struct slice {
    const char *text;
    size_t length;
};

/* Returns the path of an absolute URL, without its query. */
static struct slice path_of(const char *url)
{
    const char *host = strstr(url, "://");
    const char *path = host != NULL ? host + 3 + strcspn(host + 3, "/?") : url;
    return (struct slice){path, strcspn(path, "?")};
}

int tag_list_next(struct arena *arena, struct tag_list *list, const struct origin_plain *plain,
                  const char *url, const char *link, const char **next, enum registry_class *class,
                  struct err *err)
{
    text_scope struct text absolute = text_of(ORIGIN_URL_MAX);
    struct origin_target target;
    struct origin home;
    if (origin_follow(plain, url, link, ORIGIN_REDIRECT, &absolute, &target, err) < 0) {
        *class = REGISTRY_POLICY;
        return -1;
    }
    struct slice from = path_of(url), to = path_of(absolute.data);
    if (!origin_parse(url, &home) || !origin_equal(&home, &target.origin) ||
        from.length != to.length || memcmp(from.text, to.text, from.length) != 0)
        return no(class, REGISTRY_POLICY, err, "the list of tags continues at another address");
    if (list->pages.count == 0)
        *list_add(arena, &list->pages) = arena_text(arena, url);
    list_each (page, &list->pages)
        if (strcmp(*page, absolute.data) == 0)
            return no(class, REGISTRY_PROTOCOL, err, "the pages of the list of tags form a loop");
    if (list->pages.count == TAG_LIST_PAGES_MAX)
        return no(class, REGISTRY_TOO_LARGE, err, "the list of tags has more than 1000 pages");
    *next = arena_text(arena, absolute.data);
    *list_add(arena, &list->pages) = *next;
    return 0;
}

void tag_list_answer(struct tag_list *list, struct inquiry *inquiry)
{
    struct answer *answer = inquiry->answer;
    answer->tag_count = list_order_texts(list->tags.items, list->tags.count);
    answer->tags = list->tags.items;
    answer->state = ANSWER_FOUND;
    inquiry->answered = true;
}
