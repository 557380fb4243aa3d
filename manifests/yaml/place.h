// SPDX-License-Identifier: Apache-2.0
/* Lines, columns and byte offsets of a file. libyaml's marks count code points. */
#pragma once

#include "manifests/yaml/document.h"

/* Sets the line and column of a byte, from 1: lines end at '\n', columns count code points. */
void place_of(const char *bytes, size_t offset, uint32_t *line, uint32_t *column);

/* State for the places of one file, which are mostly computed in ascending order. */
struct places {
    const char *bytes;
    size_t length, base; /* base: offset after the byte order mark */
    bool ascii;
    bool own_lines;        /* libyaml counts lines differently from editors, so count them here */
    uint32_t *checkpoints; /* byte offsets of every PLACE_STEP-th code point; NULL for ASCII */
    size_t offset;         /* the byte of the last place_at() */
    uint32_t line, column; /* its place; line 0: none yet */
};

enum { PLACE_STEP = 64 };

struct places places_make(struct arena *arena, const char *bytes, size_t length,
                          const struct document_form *form);
/* Returns the byte offset of a code point after the byte order mark; not for ASCII. */
size_t place_offset_wide(const struct places *places, size_t index);
/* Returns the byte offset of a mark's index. */
static inline size_t place_offset(const struct places *places, size_t index)
{
    return places->ascii ? places->base + index : place_offset_wide(places, index);
}
/* Sets the place of a byte. In ascending order the whole file is walked once at most. */
void place_at(struct places *places, size_t offset, uint32_t *line, uint32_t *column);
/* Moves the place of the byte `from` forward to the byte `offset`. */
void place_after(struct places *places, size_t from, size_t offset, uint32_t *line,
                 uint32_t *column);
