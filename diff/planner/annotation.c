// SPDX-License-Identifier: Apache-2.0
/* How a tag gets, changes or loses the annotation that holds it, or that denies it an image. */
#include <assert.h>
#include <string.h>

#include "diff/planner/planner.h"

#define PREFIX "weir.dev/"

static const struct scalar *scalar_of(const struct tag_policy *policy, const char *name)
{
    const struct scalar *scalar =
        strcmp(name, "hold") == 0 ? &policy->hold_scalar : &policy->deny_scalar;
    return scalar->text != NULL ? scalar : NULL;
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

/* The scalar goes into the annotations of the map at path, which are added when they are missing.
 */
static void insert(struct planner *planner, struct draft *draft, struct node_path path, bool there,
                   struct value *scalar)
{
    if (there)
        draft_insert(planner, draft, node_path_key(planner->arena, path, "annotations"), scalar);
    else
        draft_insert(planner, draft, path, value_map(planner, "annotations", 1, &scalar));
}

/* The children of a map with one more at `at`. */
static void add_child(struct planner *planner, struct value *map, size_t at,
                      const struct value *child)
{
    struct value *children = arena_array(planner->arena, struct value, map->count + 1);
    memcpy(children, map->children, at * sizeof *children);
    children[at] = *child;
    memcpy(children + at + 1, map->children + at, (map->count - at) * sizeof *children);
    map->children = children;
    map->count++;
}

/* Into an entry that this change inserts: behind its name. */
static void add_to_entry(struct planner *planner, struct value *entry, struct value *scalar)
{
    enum { BEHIND_NAME = 1 };
    struct value *annotations = (struct value *)&entry->children[BEHIND_NAME];
    if (entry->count > BEHIND_NAME && strcmp(annotations->key, "annotations") == 0)
        add_child(planner, annotations, annotations->count, scalar);
    else
        add_child(planner, entry, BEHIND_NAME, value_map(planner, "annotations", 1, &scalar));
}

static void add(struct planner *planner, struct tag_node *node, const char *name, const char *value)
{
    struct draft *draft = &node->draft;
    const struct image_stream *stream = node->stream->spec;
    bool on_stream = node->producer != NULL || (node->entry == NULL && draft->new_entry == NULL);
    const char *key = arena_print(planner->arena, "%s%s" PREFIX "%s", on_stream ? node->tag : "",
                                  on_stream ? "." : "", name);
    struct value *scalar = value_scalar(planner, key, value);
    if (on_stream)
        insert(planner, draft, node_path_key(planner->arena, stream->path, "metadata"),
               stream->has_annotations, scalar);
    else if (node->entry == NULL)
        add_to_entry(planner, draft->new_entry, scalar);
    else
        insert(planner, draft, node->entry->path, node->entry->has_annotations, scalar);
}

void write_annotation(struct planner *planner, struct tag_node *node, const char *name,
                      const char *value)
{
    assert(strcmp(name, "hold") == 0 || strcmp(name, "deny") == 0);
    const struct scalar *scalars[] = {scalar_in_entry(node, name), scalar_on_stream(node, name)};
    if (value == NULL) {
        for (size_t i = 0; i < 2; i++)
            if (scalars[i] != NULL)
                draft_remove(planner, &node->draft, scalars[i]);
        return;
    }
    const struct scalar *scalar = scalars[0] != NULL ? scalars[0] : scalars[1];
    if (scalar == NULL)
        add(planner, node, name, value);
    else if (strcmp(scalar->text, value) != 0)
        draft_replace(planner, &node->draft, scalar, value);
}
