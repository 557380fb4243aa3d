// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/fields.h"

#include <string.h>

#include "manifests/base/duration.h"
#include "manifests/base/moment.h"
#include "manifests/base/text.h"
#include "manifests/base/words.h"
#include "manifests/kinds/suggestion.h"
#include "manifests/kinds/texts.h"
#include "manifests/kinds/type.h"

static const struct node *not_null(const struct node *node)
{
    node = node_resolve(node);
    return node != NULL && node->kind == NODE_SCALAR && node->plain_null ? NULL : node;
}

const struct node *field_find(const struct node *map, const char *key)
{
    const struct node *found = node_find(map, key);
    if (found != NULL)
        return not_null(found);
    const struct node *merged = node_resolve(node_find(map, "<<"));
    if (merged == NULL)
        return NULL;
    if (merged->kind == NODE_MAP)
        return not_null(node_find(merged, key));
    for (const struct node *item = merged->first; item != NULL; item = item->next) {
        found = node_find(node_resolve(item), key);
        if (found != NULL)
            return not_null(found);
    }
    return NULL;
}

const char *field_text(const struct node *map, const char *key)
{
    const struct node *value = field_find(map, key);
    return value != NULL && value->length <= TEXT_VALUE_MAX ? node_text(value) : NULL;
}

struct scalar field_scalar(struct decoding *decoding, struct node_path map_path,
                           const struct node *map, const char *key)
{
    const struct node *node = node_find(map, key);
    const struct node *at = node != NULL ? node : map;
    return (struct scalar){
        .path = node_path_key(decoding->part, map_path, key),
        .text = arena_text(decoding->part, field_text(map, key)),
        .line = at->line,
        .column = at->column,
    };
}

/* The read_ functions below read a value of one type and store it in the struct `into`. */

static void read_text(struct decoding *decoding, const struct node *node, const struct field *field,
                      void *into)
{
    const char *text = text_read(decoding, node), **target = (void *)((char *)into + field->offset);
    if (text != NULL)
        *target = text;
}

static void read_bool(struct decoding *decoding, const struct node *node, const struct field *field,
                      void *into)
{
    if (!type_bool(node, (bool *)((char *)into + field->offset)))
        problem_wrong_type(decoding, node, "true or false", "write true or false, without quotes");
}

static void read_word(struct decoding *decoding, const struct node *node, const struct field *field,
                      void *into)
{
    arena_scope struct arena scratch = {0};
    const char *text = text_read(decoding, node);
    if (text == NULL)
        return;
    for (unsigned i = 0; field->words[i] != NULL; i++) {
        if (strcmp(field->words[i], text) == 0) {
            memcpy((char *)into + field->offset, &i, sizeof i);
            return;
        }
    }
    problem_add(decoding, PROBLEM_BAD_VALUE, node, suggestion_hint(&scratch, text, field->words),
                "%s can't be \"%s\"", problem_place(&scratch, node), text);
}

/* Adds the problem of a value that is not a duration, or not a time. */
static void wrong_value(struct decoding *decoding, const struct node *node, const char *wanted,
                        const char *hint)
{
    arena_scope struct arena scratch = {0};
    if (node->kind != NODE_SCALAR)
        problem_wrong_type(decoding, node, wanted, hint);
    else
        problem_add(decoding, PROBLEM_BAD_VALUE, node, hint, "%s is not %s: \"%s\"",
                    problem_place(&scratch, node), wanted, node->text);
}

static void read_duration(struct decoding *decoding, const struct node *node,
                          const struct field *field, void *into)
{
    const char *text = node_text(node);
    if (text == NULL || !duration_parse(text, (int64_t *)(void *)((char *)into + field->offset)))
        wrong_value(decoding, node, "a duration",
                    "write a duration of at most 3660d, such as 30m, 24h or 7d");
}

static void read_moment(struct decoding *decoding, const struct node *node,
                        const struct field *field, void *into)
{
    const char *text = node_text(node);
    if (text == NULL || !moment_parse(text, (moment *)(void *)((char *)into + field->offset)))
        wrong_value(decoding, node, "a time", "write a time such as 2026-11-21T09:00:00Z");
}

static void read_map(struct decoding *decoding, const struct node *node, const struct field *field,
                     void *into)
{
    if (node->kind == NODE_MAP)
        field->read(decoding, node, into);
    else
        problem_wrong_type(decoding, node, "a map", "write key: value below it");
}

static void read_list(struct decoding *decoding, const struct node *node, const struct field *field,
                      void *into)
{
    if (node->kind == NODE_LIST)
        field->read(decoding, node, into);
    else
        problem_wrong_type(decoding, node, "a list", "write the items below it, each after \"- \"");
}

static void read_any(struct decoding *decoding, const struct node *node, const struct field *field,
                     void *into)
{
    field->read(decoding, node, into);
}

static void read_nothing(struct decoding *decoding, const struct node *node,
                         const struct field *field, void *into)
{
    (void)decoding, (void)node, (void)field, (void)into;
}

static void (*const readers[])(struct decoding *decoding, const struct node *node,
                               const struct field *field, void *into) = {
    [FIELD_TEXT] = read_text,         [FIELD_BOOL] = read_bool,     [FIELD_WORD] = read_word,
    [FIELD_DURATION] = read_duration, [FIELD_MOMENT] = read_moment, [FIELD_MAP] = read_map,
    [FIELD_LIST] = read_list,         [FIELD_ANY] = read_any,       [FIELD_IGNORED] = read_nothing,
};
TABLE_COMPLETE(readers, FIELD_IGNORED + 1);

static const char **field_names(struct arena *arena, const struct field *fields)
{
    size_t count = 0;
    while (fields[count].name != NULL)
        count++;
    const char **names = arena_array(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    return names;
}

static const struct field *find_field(const struct field *fields, const char *name)
{
    for (; fields->name != NULL; fields++) {
        if (strcmp(fields->name, name) == 0)
            return fields;
    }
    return NULL;
}

static void check_unknown(struct decoding *decoding, const struct node *map,
                          const struct field *fields)
{
    arena_scope struct arena scratch = {0};
    for (const struct node *value = map->first; value != NULL; value = value->next) {
        const char *key = node_text(value->key);
        if (key != NULL && find_field(fields, key) != NULL)
            continue;
        const char *hint = suggestion_hint(&scratch, key, field_names(&scratch, fields));
        const char *at = problem_place(&scratch, map);
        problem_add(decoding, PROBLEM_UNKNOWN_FIELD, value->key, hint, "unknown field \"%s\"%s%s",
                    key != NULL ? key : "", strcmp(at, ".") != 0 ? " in " : "",
                    strcmp(at, ".") != 0 ? at : "");
    }
}

void fields_read(struct decoding *decoding, const struct node *map, const struct field *fields,
                 void *into)
{
    arena_scope struct arena scratch = {0};
    map = node_resolve(map);
    if (map->kind != NODE_MAP) {
        problem_wrong_type(decoding, map, "a map", "write key: value below it");
        return;
    }
    problem_duplicate_key(decoding, map);
    if (decoding->ours)
        check_unknown(decoding, map, fields);
    for (const struct field *field = fields; field->name != NULL; field++) {
        const struct node *node = field_find(map, field->name);
        if (node != NULL) {
            readers[field->type](decoding, node, field, into);
        } else if (field->required) {
            const char *at = problem_place(&scratch, map);
            bool root = strcmp(at, ".") == 0;
            problem_add(decoding, PROBLEM_MISSING_FIELD, map,
                        arena_print(&scratch, "add %s:", field->name), "%s%s%s is missing",
                        root ? "" : at, root ? "" : ".", field->name);
        }
    }
}
