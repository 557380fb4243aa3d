// SPDX-License-Identifier: Apache-2.0
/* Tables for people: columns as wide as their widest cell, as `oc get` prints them, or Markdown. */
#pragma once

#include <stdio.h>

#include "manifests/base/list.h"

struct table {
    struct arena *arena;
    const char *const *heads; /* upper case, as `oc` writes them */
    size_t columns;
    LIST_OF(const char *) cells; /* row by row; copied */
};

struct table table_make(struct arena *arena, const char *const *heads, size_t columns);
/* The next cell; NULL and "" are shown as "<none>". */
void table_add(struct table *table, const char *cell);
/* A table without rows prints its heads. */
void table_print(const struct table *table, FILE *out);
void table_print_markdown(const struct table *table, FILE *out);
