// SPDX-License-Identifier: Apache-2.0
/* The whole name of a stream's tag, and the order in which tags stand everywhere. */
#pragma once

#include <string.h>

struct tag_name {
    const char *namespace, *stream, *tag;
};

/* By namespace, stream, tag; bytewise. */
static inline int tag_name_compare(struct tag_name a, struct tag_name b)
{
    int order = strcmp(a.namespace, b.namespace);
    order = order != 0 ? order : strcmp(a.stream, b.stream);
    return order != 0 ? order : strcmp(a.tag, b.tag);
}
