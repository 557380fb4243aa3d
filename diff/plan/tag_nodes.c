// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/tag_nodes.h"

#include "diff/planner/memory.h"

/* The names of tags. A node is about 25 times as large as a name, so the names are sorted and the
 * nodes are made in their order. */
struct node_names {
    struct arena *arena;
    LIST_OF(struct tag_name) list;
};

static int by_name(const void *a, const void *b)
{
    return tag_name_compare(*(const struct tag_name *)a, *(const struct tag_name *)b);
}

static void add_name(struct node_names *names, const char *environment, const char *stream,
                     const char *tag)
{
    *list_add(names->arena, &names->list) = (struct tag_name){environment, stream, tag};
}

static void begin_row(struct planner *planner, struct tag_node *node)
{
    struct row *row = &node->draft.row;
    node->draft.arena = planner->arena;
    *row = (struct row){
        .kind = node->hop != NULL ? ROW_HOP : ROW_TAG,
        .environment = node->environment,
        .stream = node->name,
        .tag = node->tag,
        .hop = node->hop,
        .object = arena_print(planner->arena, "%s/%s:%s", node->environment, node->name, node->tag),
        .next = MOMENT_NEVER,
    };
    if (node->stream == NULL)
        return;
    row->file = node->stream->file;
    row->line = node->stream->spec->line;
    row->column = node->stream->spec->column;
    if (node->entry == NULL)
        return;
    const struct scalar *scalar = &node->entry->from_name;
    row->current = scalar->text;
    row->line = scalar->line > 0 ? scalar->line : node->entry->line;
    row->column = scalar->line > 0 ? scalar->column : node->entry->column;
    row->site =
        node_path_print(planner->arena, scalar->text != NULL ? scalar->path : node->entry->path);
}

/* Collects every tag that is declared, promoted to, pushed by a build, or requested by a person. */
static void collect_names(const struct planner *planner, struct node_names *out)
{
    const struct declared *declared = planner->declared;
    list_each (stream, &declared->streams)
        for (size_t i = 0; i < stream->spec->tag_count; i++)
            add_name(out, stream->environment, stream->spec->name, stream->spec->tags[i].name);
    list_each (hop, &declared->hops)
        add_name(out, hop->to, hop->stream, hop->tag);
    list_each (producer, &declared->producers)
        add_name(out, producer->environment, producer->stream, producer->tag);
    const struct intent *intent = planner->intent;
    if (intent != NULL && intent->stream != NULL)
        add_name(out, intent->environment, intent->stream, intent->tag);
    for (size_t i = 0; intent != NULL && i < intent->more_count; i++)
        add_name(out, intent->more[i].environment, intent->more[i].stream, intent->more[i].tag);
}

void tag_nodes_make(struct planner *planner)
{
    const struct declared *declared = planner->declared;
    arena_scope struct arena scratch = {0};
    struct node_names names = {.arena = &scratch};
    collect_names(planner, &names);
    list_sort(&names.list, by_name);
    planner->nodes.items = arena_array(planner->arena, struct tag_node, names.list.count);
    list_each (name, &names.list) {
        if (name > names.list.items && by_name(name - 1, name) == 0)
            continue;
        struct tag_node *node = &planner->nodes.items[planner->nodes.count++];
        *node = (struct tag_node){
            .environment = name->environment,
            .name = name->stream,
            .tag = name->tag,
            .stream = declared_stream(declared, name->environment, name->stream),
            .hop = declared_hop(declared, name->environment, name->stream, name->tag),
            .producer = declared_producer(declared, name->environment, name->stream, name->tag),
        };
        node->entry = node->stream != NULL ? stream_tag_find(node->stream, node->tag) : NULL;
        memory_recall(planner, node);
        begin_row(planner, node);
    }
}
