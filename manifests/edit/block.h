// SPDX-License-Identifier: Apache-2.0
/* Inserts lines into maps and lists in block style, and finds the places for them. */
#pragma once

#include "manifests/edit/editing.h"

/* A place after a value where whole lines can be inserted. */
struct line_gap {
    size_t at;
    const char *eol;
    bool open_end; /* the file ends there without a line break */
};

/* Finds the gap after the line on which a value ends; `end` is the offset after the value. False if
 * more than a comment follows the value on that line. */
bool block_find_gap(const struct editing *e, size_t end, struct line_gap *gap);
/* Finds the gap after a value, like block_find_gap, but after the blank lines that belong to the
 * value. Sets *traps to whether lines inserted there would change the value. */
bool block_gap_after(const struct editing *e, const struct node *node, struct line_gap *gap,
                     bool *traps);
/* Moves the gap after the comments that follow it and belong to the node or to a node inside, if
 * they are indented more than `column`. */
void block_skip_comments(const struct editing *e, const struct node *node, uint32_t column,
                         struct line_gap *gap);
/* Returns where the comments above an entry that belong to it begin, or `line`, where the line of
 * its key or dash begins. */
size_t block_head_start(const struct editing *e, const struct node *entry, size_t line);
/* Returns the offset where the line of the byte at `at` begins, after a byte order mark. */
size_t block_line_start(const struct editing *e, size_t at);
/* True if only spaces and the dashes of lists come before the node on its line. New lines can then
 * be indented to the node's column. */
bool block_is_clear(const struct editing *e, const struct node *node);
/* True for a key written with "? ", and for a key that is a map or list. */
bool block_complex_key(const struct editing *e, const struct node *key);
/* Adds a key or item to a map or list that is not empty. False if the edit is refused. */
bool block_insert(struct editing *e, size_t edit);
/* Writes a map or list in place of null or an empty pair of brackets. False if the edit is refused.
 */
bool block_fill(struct editing *e, size_t edit);
