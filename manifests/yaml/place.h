// SPDX-License-Identifier: Apache-2.0
/* Finds lines, columns and byte offsets from libyaml's marks, which count code points. */
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
    size_t offset;         /* argument of the last place_at() */
    uint32_t line, column; /* result of the last place_at(); line 0: not called yet */
};

enum { PLACE_STEP = 64 };

struct places places_make(struct arena *arena, const char *bytes, size_t length,
                          const struct document_form *form);
/* Returns the byte offset of the code point with this index, which counts from the end of the byte
 * order mark. Must not be called for an ASCII file. */
size_t place_offset_wide(const struct places *places, size_t index);
/* Returns the byte offset of a mark's index. */
static inline size_t place_offset(const struct places *places, size_t index)
{
    return places->ascii ? places->base + index : place_offset_wide(places, index);
}
/* Sets the line and column of a byte. For ascending offsets the file is read only once. */
void place_at(struct places *places, size_t offset, uint32_t *line, uint32_t *column);
/* Moves line and column, which belong to the byte `from`, forward to the byte `offset`. */
void place_after(struct places *places, size_t from, size_t offset, uint32_t *line,
                 uint32_t *column);
