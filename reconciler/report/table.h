// SPDX-License-Identifier: Apache-2.0
/* Prints tables for people as `oc get` does: each column is as wide as its widest cell. */
#pragma once

#include <stdio.h>

#include "manifests/base/list.h"

struct table {
    struct arena *arena;
    const char *const *heads; /* upper case, as in `oc` */
    size_t columns;
    LIST_OF(const char *) cells; /* copies of the cells, row by row */
};

struct table table_make(struct arena *arena, const char *const *heads, size_t columns);
/* Adds the next cell, row by row; NULL and "" are shown as "<none>". */
void table_add(struct table *table, const char *cell);
/*
 * Prints the heads even if the table has no rows. If the table is wider than `width` characters (0:
 * no limit), columns are made narrower, those with sentences first, and their cells continue on the
 * next line. Words stay whole: if the columns still do not fit side by side, the last ones are
 * printed below the first ones, indented. Nothing is omitted.
 */
void table_print(const struct table *table, size_t width, FILE *out);
