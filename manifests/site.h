// SPDX-License-Identifier: Apache-2.0
/*
 * A site: a place in a file that names an image, or would. What was decoded from a file says where
 * it stood by sites; they know no file name, because equal files share what was decoded.
 */
#pragma once

#include "manifests/document.h"

struct site {
    struct node_path path;
    const char *text;      /* the scalar's value; NULL when nothing stands there */
    uint32_t line, column; /* from 1; of the nearest place above when nothing stands there */
};

/* The site of a node; node may be NULL, then it is the place `key` in `parent`. */
struct site site_of(struct arena *arena, size_t document, const struct node *parent,
                    const char *key, const struct node *node);
