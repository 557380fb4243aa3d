// SPDX-License-Identifier: Apache-2.0
#include "tests/manifests/edit_script.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"

struct value edit_script_value(struct arena *arena, const struct node *node)
{
    struct value value = {.kind = node->kind == NODE_ALIAS ? NODE_SCALAR : node->kind};
    value.text = node->text;
    bool word = node->text != NULL &&
                (strcmp(node->text, "true") == 0 || strcmp(node->text, "false") == 0 ||
                 node->text[strspn(node->text, "0123456789")] == '\0');
    value.literal =
        value.kind == NODE_SCALAR && node->style == STYLE_PLAIN && word && !node->plain_null;
    value.key = node->key != NULL ? node->key->text : NULL;
    struct value *children = arena_array(arena, struct value, node->count);
    for (const struct node *child = node->first; child != NULL; child = child->next)
        children[value.count++] = edit_script_value(arena, child);
    value.children = children;
    return value;
}

static struct value *read_value(struct arena *arena, const char *text)
{
    struct documents documents = {0};
    struct err err = {0};
    struct value *value = arena_new(arena, struct value);
    if (document_parse(arena, "script", text, strlen(text), &documents, &err) < 0 ||
        documents.items[0].root == NULL) {
        fprintf(stderr, "bad value in a test's script: %s\n", text);
        abort();
    }
    *value = edit_script_value(arena, documents.items[0].root);
    return value;
}

static struct node_path read_way(struct arena *arena, const char *way)
{
    struct node_path path = {0};
    const char *colon = strchr(way, ':');
    if (colon != NULL && isdigit((unsigned char)*way)) {
        path.document = strtoul(way, NULL, 10);
        way = colon + 1;
    }
    if (strcmp(way, ".") == 0)
        return path;
    char *rest = arena_text(arena, way);
    for (char *word; (word = strsep(&rest, "/")) != NULL;)
        path = isdigit((unsigned char)*word) ? node_path_item(arena, path, strtoul(word, NULL, 10))
                                             : node_path_key(arena, path, word);
    return path;
}

static void read_inner(struct arena *arena, struct edit *edit, char *rest)
{
    enum { LEVELS_MAX = 4 };
    struct node_path *paths = arena_array(arena, struct node_path, LEVELS_MAX);
    for (char *way; edit->inner_count < LEVELS_MAX && (way = strsep(&rest, "|")) != NULL;)
        paths[edit->inner_count++] = read_way(arena, way);
    edit->inner = paths;
}

struct edit_script edit_script_read(struct arena *arena, const char *text)
{
    LIST_OF(struct edit) edits = {0};
    char *rest = arena_text(arena, text);
    for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
        char *verb = strsep(&line, " "), *way = strsep(&line, " ");
        bool prune = strcmp(verb, "prune") == 0, removes = prune || strcmp(verb, "remove") == 0;
        if (way == NULL || (line == NULL && !removes))
            continue;
        struct edit *edit = list_add(arena, &edits);
        char *inner = arena_text(arena, way), *outer = strsep(&inner, "|");
        edit->path = read_way(arena, outer);
        read_inner(arena, edit, inner);
        if (removes) {
            edit->kind = EDIT_REMOVE;
            edit->expected = line;
            edit->prune = prune;
            continue;
        }
        edit->value = read_value(arena, line);
        edit->kind = strcmp(verb, "insert") == 0    ? EDIT_INSERT
                     : strcmp(verb, "append") == 0  ? EDIT_APPEND
                     : strcmp(verb, "rewrite") == 0 ? EDIT_REWRITE
                                                    : EDIT_REPLACE;
        if (edit->kind == EDIT_INSERT)
            edit->value = edit->value->children;
    }
    return (struct edit_script){edits.items, edits.count};
}
