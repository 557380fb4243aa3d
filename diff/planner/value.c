// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/value.h"

struct value *value_scalar(struct arena *arena, const char *key, const char *text)
{
    struct value *value = arena_new(arena, struct value);
    *value = (struct value){.kind = NODE_SCALAR, .key = key, .text = text};
    return value;
}

struct value *value_literal(struct arena *arena, const char *key, const char *text)
{
    struct value *value = value_scalar(arena, key, text);
    value->literal = true;
    return value;
}

struct value *value_map(struct arena *arena, const char *key, size_t count,
                        struct value *const *children)
{
    struct value *kept = arena_array(arena, struct value, count);
    struct value *value = arena_new(arena, struct value);
    *value = (struct value){.kind = NODE_MAP, .key = key, .children = kept};
    for (size_t i = 0; i < count; i++)
        if (children[i] != NULL)
            kept[value->count++] = *children[i];
    return value->count > 0 ? value : NULL;
}

struct value *value_list(struct arena *arena, const char *key, const struct value *item)
{
    struct value *value = arena_new(arena, struct value);
    *value = (struct value){.kind = NODE_LIST, .key = key, .children = item, .count = 1};
    return value;
}
