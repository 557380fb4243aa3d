// SPDX-License-Identifier: Apache-2.0
/* Defines the full name of a tag, and the order of tags in every list. */
#pragma once

#include <string.h>

struct tag_name {
    const char *environment, *stream, *tag;
};

/* Compares by environment, then stream, then tag, each bytewise. */
static inline int tag_name_compare(struct tag_name a, struct tag_name b)
{
    int order = strcmp(a.environment, b.environment);
    order = order != 0 ? order : strcmp(a.stream, b.stream);
    return order != 0 ? order : strcmp(a.tag, b.tag);
}
