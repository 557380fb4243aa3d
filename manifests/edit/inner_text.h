// SPDX-License-Identifier: Apache-2.0
/*
 * Maps the text of a scalar to the bytes of the file, so that a part of the text can be changed
 * without the rest.
 *
 * Possible for a block scalar whose lines are the lines of the text: every literal one ("|"), and a
 * folded one (">") where no line was joined with the next. Also for a scalar in quotes on one line.
 */
#pragma once

#include "manifests/base/text.h"
#include "manifests/yaml/document.h"

struct inner_text {
    const char *bytes; /* of the file */
    size_t length;
    const struct node *node;
    const char *eol; /* of the scalar's lines */
    size_t indent;   /* columns before each line of a block scalar */
    /*
     * Block scalar: where each line of the text begins in the file, indentation included, and then
     * where the last one ends, line break included. In quotes: where each byte of the text begins,
     * and then the closing quote.
     */
    size_t *offsets;
    size_t count; /* number of lines or bytes of the text */
};

/* A change of the file's bytes [start, end). */
struct inner_change {
    size_t start, end;
};

/* Maps a scalar of a file. False if the scalar is written in another way, or is empty. */
bool inner_text_read(struct arena *arena, const char *bytes, size_t length, const struct node *node,
                     struct inner_text *out);
/*
 * Finds what to write to give the scalar a new text: the bytes to replace and, in `out`, the new
 * ones. Block scalars are changed by whole lines, quoted ones by characters. False if the new text
 * does not fit the scalar's style.
 */
bool inner_text_write(const struct inner_text *inner, const char *text, struct inner_change *change,
                      struct text *out);
/* Changes a line and column of the text, from 1, to those of the file. */
void inner_text_place(const struct inner_text *inner, uint32_t *line, uint32_t *column);
