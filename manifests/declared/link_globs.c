// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_globs.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/glob.h"

#define SPECIAL "*?[]"

/* Compares two texts from their ends. */
static int compare_ends(const char *a, const char *b)
{
    size_t left = strlen(a), right = strlen(b);
    while (left > 0 && right > 0) {
        unsigned char one = (unsigned char)a[--left], two = (unsigned char)b[--right];
        if (one != two)
            return one < two ? -1 : 1;
    }
    return (left > 0) - (right > 0);
}

static int by_end(const void *a, const void *b)
{
    const struct stream *left = *(const struct stream *const *)a;
    const struct stream *right = *(const struct stream *const *)b;
    int order = strcmp(left->environment, right->environment);
    return order != 0 ? order : compare_ends(left->spec->name, right->spec->name);
}

static int by_start(const void *a, const void *b)
{
    const struct stream *left = a, *right = b;
    int order = strcmp(left->environment, right->environment);
    return order != 0 ? order : strcmp(left->spec->name, right->spec->name);
}

static bool add_if_match(struct link *link, const struct stream *stream, const char *pattern,
                         text_list *names)
{
    if (!glob_match(pattern, stream->spec->name))
        return false;
    *list_add(link->run, names) = stream->spec->name;
    return true;
}

/* Tries the streams whose names start with the key's name. */
static bool match_start(struct link *link, const struct stream *key, const char *pattern,
                        text_list *names)
{
    bool any = false;
    size_t at =
        list_place(link->out->streams.items, link->out->streams.count, sizeof *key, key, by_start);
    for (; at < link->out->streams.count; at++) {
        const struct stream *stream = &link->out->streams.items[at];
        if (strcmp(stream->environment, key->environment) != 0 ||
            !text_starts(stream->spec->name, key->spec->name))
            break;
        any |= add_if_match(link, stream, pattern, names);
    }
    return any;
}

/* Tries the streams whose names end with the key's name. */
static bool match_end(struct link *link, const struct stream *key, const char *pattern,
                      text_list *names)
{
    bool any = false;
    if (link->streams_by_end.count == 0) {
        list_each (stream, &link->out->streams)
            *list_add(link->run, &link->streams_by_end) = stream;
        list_sort(&link->streams_by_end, by_end);
    }
    size_t at = list_place(link->streams_by_end.items, link->streams_by_end.count, sizeof key, &key,
                           by_end);
    for (; at < link->streams_by_end.count; at++) {
        const struct stream *stream = link->streams_by_end.items[at];
        if (strcmp(stream->environment, key->environment) != 0 ||
            !text_ends(stream->spec->name, key->spec->name))
            break;
        any |= add_if_match(link, stream, pattern, names);
    }
    return any;
}

bool link_globs_match(struct link *link, const char *environment, const char *pattern,
                      text_list *names)
{
    size_t length = strlen(pattern), start = strcspn(pattern, SPECIAL), end = length;
    while (end > start && strchr(SPECIAL, pattern[end - 1]) == NULL)
        end--;
    bool from_end = length - end > start;
    const struct image_stream spec = {.name = from_end ? pattern + end
                                                       : arena_copy(link->run, pattern, start)};
    const struct stream key = {.environment = environment, .spec = &spec};
    return from_end ? match_end(link, &key, pattern, names)
                    : match_start(link, &key, pattern, names);
}
