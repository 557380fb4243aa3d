// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/shown.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/utf8.h"
#include "manifests/values/digest.h"

const char *shown_safe(struct arena *arena, const char *text)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    text_print_safe(out, text);
    fclose(out);
    const char *copy = arena_copy(arena, memory_must(bytes), length);
    free(bytes);
    return copy;
}

static size_t code_points(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += !utf8_continues(*text);
    return count;
}

size_t shown_width(const char *text)
{
    bool plain = true;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        plain = plain && *at >= 0x20 && *at < 0x7f;
    if (plain)
        return strlen(text);
    arena_scope struct arena arena = {0};
    return code_points(shown_safe(&arena, text));
}

const char *shown_utf8(struct arena *arena, const char *text)
{
    size_t length = strlen(text), used = 0;
    char *copy = arena_alloc(arena, 3 * length + 1);
    for (const char *at = text; *at != '\0';) {
        size_t step = utf8_length(at, UTF8_MAX);
        if (step == 0) {
            memcpy(copy + used, "\xef\xbf\xbd", 3);
            used += 3;
            at++;
            continue;
        }
        memcpy(copy + used, at, step);
        used += step;
        at += step;
    }
    return copy;
}

const char *shown_count(struct arena *arena, size_t count, const char *noun)
{
    return arena_print(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

const char *shown_place(struct arena *arena, const char *file, uint32_t line, uint32_t column)
{
    if (file == NULL)
        return NULL;
    return line == 0 ? arena_text(arena, file) : arena_print(arena, "%s:%u:%u", file, line, column);
}

const char *shown_digest(struct arena *arena, const char *digest)
{
    char buffer[DIGEST_SHORT_MAX];
    return digest != NULL ? arena_text(arena, digest_short(digest, buffer)) : NULL;
}

const char *shown_reference(struct arena *arena, const char *text)
{
    const char *at = text != NULL ? strrchr(text, '@') : NULL;
    if (at == NULL || !digest_valid(at + 1))
        return arena_text(arena, text);
    return arena_print(arena, "%.*s@%s", (int)(at - text), text, shown_digest(arena, at + 1));
}

const char *shown_commit(struct arena *arena, const char *commit)
{
    return commit != NULL ? arena_copy(arena, commit, strnlen(commit, 7)) : NULL;
}

const char *shown_move(struct arena *arena, const struct row *row)
{
    if (row->wanted_digest != NULL && !text_equal(row->current_digest, row->wanted_digest))
        return arena_print(arena, "%s → %s",
                           row->current_digest != NULL ? shown_digest(arena, row->current_digest)
                                                       : "no digest",
                           shown_digest(arena, row->wanted_digest));
    if (row->wanted != NULL && !text_equal(row->current, row->wanted))
        return arena_print(arena, "%s → %s",
                           text_blank(row->current) ? "nothing"
                                                    : shown_reference(arena, row->current),
                           shown_reference(arena, row->wanted));
    return NULL;
}

const char *shown_namespace(const struct row *row)
{
    return row->consumer != NULL ? row->consumer->environment : row->environment;
}
