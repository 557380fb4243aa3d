// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/trailer.h"

#include <string.h>

static bool blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

/* Returns the length of the line at *at, without its newline, and moves *at to the next line. */
static size_t line_next(const char **at, const char *end)
{
    const char *start = *at, *newline = memchr(start, '\n', (size_t)(end - start));
    *at = newline != NULL ? newline + 1 : end;
    return (size_t)((newline != NULL ? newline : end) - start);
}

/* Returns the length of the key if the line begins with "Key: "; otherwise returns 0. */
static size_t key_of(const char *line, size_t length)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";
    size_t key = 0;
    while (key < length && line[key] != '\0' && strchr(letters, line[key]) != NULL)
        key++;
    return key + 1 < length && line[key] == ':' && line[key + 1] == ' ' ? key : 0;
}

struct trailers trailers_of(const char *message, size_t length)
{
    const char *end = message + length, *paragraph = NULL, *stop = message;
    bool open = false, first = true;
    for (const char *at = message; at < end;) {
        const char *line = at;
        size_t size = line_next(&at, end);
        if (blank(line, size)) {
            first = first && !open;
            open = false;
            continue;
        }
        if (!open)
            paragraph = first ? NULL : line;
        open = true;
        stop = at;
    }
    return (struct trailers){.at = paragraph != NULL ? paragraph : stop, .end = stop};
}

bool trailers_next(struct trailers *trailers, const char *key)
{
    size_t wanted = key != NULL ? strlen(key) : 0;
    while (trailers->at < trailers->end) {
        const char *line = trailers->at;
        size_t length = line_next(&trailers->at, trailers->end), found = key_of(line, length);
        if (found == 0 || (key != NULL && (found != wanted || memcmp(line, key, found) != 0)))
            continue;
        if (length > 0 && line[length - 1] == '\r')
            length--;
        trailers->key = line;
        trailers->key_length = found;
        trailers->value = line + found + 2;
        trailers->value_length = length - found - 2;
        if (trailers->value_length < TRAILER_VALUE_MAX)
            return true;
    }
    return false;
}

const char *trailer_find(struct arena *arena, const char *message, size_t length, const char *key)
{
    struct trailers trailers = trailers_of(message, length);
    return trailers_next(&trailers, key) ? arena_copy(arena, trailers.value, trailers.value_length)
                                         : NULL;
}

const char *trailer_add(struct arena *arena, const char *message, const char *key,
                        const char *value)
{
    size_t length = strlen(message);
    struct trailers trailers = trailers_of(message, length);
    bool has = trailers_next(&trailers, NULL);
    while (length > 0 && message[length - 1] == '\n')
        length--;
    return arena_print(arena, "%.*s\n%s%s: %s\n", (int)length, message, has ? "" : "\n", key,
                       value);
}
