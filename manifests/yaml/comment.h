// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the comments of a file, and the node that each comment belongs to.
 *
 * An *entry* is a key with its value, or an item of a list; its column is that of the key or dash.
 *
 * A comment after other text on its line belongs to the entry that begins last before the comment.
 * A comment in brackets, on a line of its own, belongs to the map or list in these brackets. Other
 * comments on lines of their own come in groups: a line joins the group of the comment line
 * directly above if it is not indented less. A group belongs
 *
 * - to the entry directly below, without a blank line between, if they have the same column;
 * - else to the innermost entry above whose column is less than that of the group, and of the
 *   groups between the entry and this group;
 * - but never to an entry that ends before a map or list in which the comment lies. If no entry
 *   above fits, the group belongs to the innermost map or list around it.
 *
 *     tags:
 *     # of the item
 *     - name: v1   # of the key "name"
 *       from:
 *         kind: DockerImage
 *         # of the key "from"
 *       # of the item
 *     # of the key "other"
 *     other: value
 */
#pragma once

#include "manifests/yaml/document.h"

struct comment {
    size_t start, end; /* from the '#' to the last byte before the line break */
    size_t document;   /* index of its document */
    const struct node
        *node;       /* value or item of the entry; a document's root; NULL if it has none */
    uint32_t column; /* in bytes, from 1 */
    bool trails;     /* other text comes before it on its line */
    bool heads;      /* it is directly above its entry */
};

struct comments {
    struct comment *items;
    size_t count;
};

/* Returns the comments in the order of the file. `documents` must be those of the bytes. */
struct comments comments_find(struct arena *arena, const char *bytes, size_t length,
                              const struct documents *documents);
/* Returns the index of the first comment that starts at the offset or after it. */
size_t comments_from(const struct comments *comments, size_t offset);
