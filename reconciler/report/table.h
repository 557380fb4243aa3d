// SPDX-License-Identifier: Apache-2.0
/* Tables for people, as `oc get` prints them: with columns as wide as their widest cell. */
#pragma once

#include <stdio.h>

#include "manifests/base/list.h"

struct table {
    struct arena *arena;
    const char *const *heads; /* upper case, as in `oc` */
    size_t columns;
    LIST_OF(const char *) cells; /* row by row; copies */
};

struct table table_make(struct arena *arena, const char *const *heads, size_t columns);
/* Adds the next cell, row by row; NULL and "" are shown as "<none>". */
void table_add(struct table *table, const char *cell);
/*
 * Prints the heads even if the table has no rows. If it is wider than `width` columns (0: no
 * limit), the widest columns are made narrower and their cells go on in the next line; nothing is
 * left out.
 */
void table_print(const struct table *table, size_t width, FILE *out);
