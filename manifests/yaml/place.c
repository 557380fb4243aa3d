// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/place.h"

#include <string.h>

#include "manifests/base/utf8.h"

void place_of(const char *bytes, size_t offset, uint32_t *line, uint32_t *column)
{
    uint32_t lines = 1, columns = 1;
    const char *end = bytes + offset, *at = bytes;
    for (const char *next; at < end && (next = memchr(at, '\n', (size_t)(end - at))) != NULL;
         at = next + 1)
        lines++;
    if (lines == 1 && offset >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    for (; at < end; at++)
        columns += !utf8_continues(*at);
    *line = lines;
    *column = columns;
}

struct places places_make(struct arena *arena, const char *bytes, size_t length,
                          const struct document_form *form)
{
    struct places places = {
        .bytes = bytes,
        .length = length,
        .base = form->bom ? 3 : 0,
        .ascii = form->ascii,
        .own_lines = form->odd_breaks || form->inner_bom,
    };
    if (places.ascii)
        return places;
    places.checkpoints = arena_array(arena, uint32_t, length / PLACE_STEP + 2);
    size_t points = 0;
    for (size_t at = places.base; at < length; at++)
        if (!utf8_continues(bytes[at]) && points++ % PLACE_STEP == 0)
            places.checkpoints[points / PLACE_STEP] = (uint32_t)at;
    if (points % PLACE_STEP == 0)
        places.checkpoints[points / PLACE_STEP] = (uint32_t)length;
    return places;
}

size_t place_offset_wide(const struct places *places, size_t index)
{
    size_t at = places->checkpoints[index / PLACE_STEP];
    for (size_t left = index % PLACE_STEP; left > 0 && at < places->length; left--) {
        at++;
        while (at < places->length && utf8_continues(places->bytes[at]))
            at++;
    }
    return at;
}

/* Moves a place forward over the bytes [from, to). */
static void advance(const char *bytes, size_t from, size_t to, uint32_t *line, uint32_t *column)
{
    for (; from < to; from++) {
        char c = bytes[from];
        *line += c == '\n';
        *column = c == '\n' ? 1 : *column + !utf8_continues(c);
    }
}

void place_at(struct places *places, size_t offset, uint32_t *line, uint32_t *column)
{
    if (offset < places->offset || places->line == 0)
        place_of(places->bytes, offset, &places->line, &places->column);
    else
        advance(places->bytes, places->offset, offset, &places->line, &places->column);
    places->offset = offset;
    *line = places->line;
    *column = places->column;
}

void place_after(struct places *places, size_t from, size_t offset, uint32_t *line,
                 uint32_t *column)
{
    if (places->own_lines)
        place_at(places, offset, line, column);
    else
        advance(places->bytes, from, offset, line, column);
}
