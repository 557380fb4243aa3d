// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/annotation.h"

#include <assert.h>
#include <string.h>

#include "diff/planner/value.h"

#define PREFIX "weir.dev/"

/* The annotations that can be written, and the offset of each one's scalar in struct tag_policy. */
static const struct {
    const char *name;
    size_t scalar;
} writable[] = {
    {"hold", offsetof(struct tag_policy, hold_scalar)},
    {"deny", offsetof(struct tag_policy, deny_scalar)},
    {"released", offsetof(struct tag_policy, released_scalar)},
    {"alias", offsetof(struct tag_policy, alias_scalar)},
};

static const struct scalar *scalar_of(const struct tag_policy *policy, const char *name)
{
    size_t i = 0;
    while (strcmp(writable[i].name, name) != 0)
        assert(++i < sizeof writable / sizeof *writable);
    const void *scalar = (const char *)policy + writable[i].scalar;
    return ((const struct scalar *)scalar)->text != NULL ? scalar : NULL;
}

static const struct scalar *scalar_in_entry(const struct tag_node *node, const char *name)
{
    return node->entry != NULL ? scalar_of(&node->entry->policy, name) : NULL;
}

static const struct scalar *scalar_on_stream(const struct tag_node *node, const char *name)
{
    const struct image_stream *stream = node->stream->spec;
    for (size_t i = 0; i < stream->policy_count; i++)
        if (strcmp(stream->policies[i].tag, node->tag) == 0)
            return scalar_of(&stream->policies[i].policy, name);
    return NULL;
}

/* Inserts the scalar into the annotations of the map at path; `there`: the map has annotations. */
static void insert(struct draft *draft, struct node_path path, bool there, struct value *scalar)
{
    if (there)
        draft_insert(draft, node_path_key(draft->arena, path, "annotations"), scalar);
    else
        draft_insert(draft, path, value_map(draft->arena, "annotations", 1, &scalar));
}

/* Inserts a child into the map at the index `at`. */
static void add_child(struct arena *arena, struct value *map, size_t at, const struct value *child)
{
    struct value *children = arena_array(arena, struct value, map->count + 1);
    memcpy(children, map->children, at * sizeof *children);
    children[at] = *child;
    memcpy(children + at + 1, map->children + at, (map->count - at) * sizeof *children);
    map->children = children;
    map->count++;
}

/* Adds the scalar to an entry that this draft inserts; annotations come after the entry's name. */
static void add_to_entry(struct arena *arena, struct value *entry, struct value *scalar)
{
    enum { AFTER_NAME = 1 };
    struct value *annotations = (struct value *)&entry->children[AFTER_NAME];
    if (entry->count > AFTER_NAME && strcmp(annotations->key, "annotations") == 0)
        add_child(arena, annotations, annotations->count, scalar);
    else
        add_child(arena, entry, AFTER_NAME, value_map(arena, "annotations", 1, &scalar));
}

static void add(struct tag_node *node, const char *name, const char *value)
{
    struct draft *draft = &node->draft;
    struct arena *arena = draft->arena;
    const struct image_stream *stream = node->stream->spec;
    bool on_stream = node->producer != NULL || (node->entry == NULL && draft->new_entry == NULL);
    const char *key = arena_print(arena, "%s%s" PREFIX "%s", on_stream ? node->tag : "",
                                  on_stream ? "." : "", name);
    struct value *scalar = value_scalar(arena, key, value);
    if (on_stream)
        insert(draft, node_path_key(arena, stream->path, "metadata"), stream->has_annotations,
               scalar);
    else if (node->entry == NULL)
        add_to_entry(arena, draft->new_entry, scalar);
    else
        insert(draft, node->entry->path, node->entry->has_annotations, scalar);
}

void annotation_write(struct tag_node *node, const char *name, const char *value)
{
    const struct scalar *scalars[] = {scalar_in_entry(node, name), scalar_on_stream(node, name)};
    if (value == NULL) {
        for (size_t i = 0; i < 2; i++)
            if (scalars[i] != NULL)
                draft_remove(&node->draft, scalars[i]);
        return;
    }
    const struct scalar *scalar = scalars[0] != NULL ? scalars[0] : scalars[1];
    if (scalar == NULL)
        add(node, name, value);
    else if (strcmp(scalar->text, value) != 0)
        draft_replace(&node->draft, scalar, value);
}
