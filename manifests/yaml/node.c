// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"

struct node *node_find(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    size_t length = strlen(key);
    for (struct node *value = map->first; value != NULL; value = value->next)
        if (value->key->kind == NODE_SCALAR && value->key->length == length &&
            memcmp(value->key->text, key, length) == 0)
            return value;
    return NULL;
}

struct node *node_item(const struct node *list, size_t index)
{
    if (list == NULL || list->kind != NODE_LIST || index >= list->count)
        return NULL;
    struct node *item = list->first;
    while (index-- > 0)
        item = item->next;
    return item;
}

const char *node_text(const struct node *node)
{
    if (node == NULL || node->kind != NODE_SCALAR || node->plain_null ||
        strlen(node->text) != node->length)
        return NULL;
    return node->text;
}

static int compare_text(const struct node *a, const struct node *b)
{
    size_t least = a->length < b->length ? a->length : b->length;
    int order = least > 0 ? memcmp(a->text, b->text, least) : 0;
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* By text, then by place: of equal keys the first one comes first. */
static int by_text(const void *a, const void *b)
{
    const struct node *left = *(struct node *const *)a, *right = *(struct node *const *)b;
    int order = compare_text(left, right);
    return order != 0 ? order : (left->start > right->start) - (left->start < right->start);
}

/* Most maps have few keys: each is compared with those before it. */
enum { COMPARED_KEYS = 12 };

static const struct node *small_duplicate_key(const struct node *map)
{
    for (const struct node *value = map->first; value != NULL; value = value->next)
        for (const struct node *other = map->first; other != value; other = other->next)
            if (value->key->kind == NODE_SCALAR && other->key->kind == NODE_SCALAR &&
                compare_text(value->key, other->key) == 0)
                return value->key;
    return NULL;
}

const struct node *node_duplicate_key(const struct node *map)
{
    if (map == NULL || map->kind != NODE_MAP || map->count < 2)
        return NULL;
    if (map->count <= COMPARED_KEYS)
        return small_duplicate_key(map);
    const struct node **keys = memory_must(calloc(map->count, sizeof(struct node *)));
    size_t count = 0;
    for (const struct node *value = map->first; value != NULL; value = value->next)
        if (value->key->kind == NODE_SCALAR)
            keys[count++] = value->key;
    qsort(keys, count, sizeof *keys, by_text);
    const struct node *found = NULL;
    for (size_t i = 1; i < count; i++)
        if (compare_text(keys[i - 1], keys[i]) == 0 &&
            (found == NULL || keys[i]->start < found->start))
            found = keys[i];
    free(keys);
    return found;
}

bool node_equal(const struct node *a, const struct node *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    if (a->kind != b->kind || a->plain_null != b->plain_null || a->count != b->count)
        return false;
    if (a->kind == NODE_SCALAR || a->kind == NODE_ALIAS)
        return a->plain_null || compare_text(a, b) == 0;
    const struct node *left = a->first, *right = b->first;
    for (; left != NULL && right != NULL; left = left->next, right = right->next)
        if ((a->kind == NODE_MAP && !node_equal(left->key, right->key)) || !node_equal(left, right))
            return false;
    return left == right;
}

struct node_path node_path_of(struct arena *arena, size_t document, const struct node *node)
{
    size_t count = 0;
    for (const struct node *at = node; at->parent != NULL; at = at->parent)
        count += at->parent->kind == NODE_LIST || at->key != NULL;
    struct step *steps = arena_array(arena, struct step, count);
    size_t left = count;
    for (const struct node *at = node; at->parent != NULL; at = at->parent) {
        if (at->key != NULL) {
            const char *text = at->key->text != NULL ? at->key->text : "";
            steps[--left].key = arena_text(arena, text);
        } else if (at->parent->kind == NODE_LIST) {
            size_t index = 0;
            for (const struct node *item = at->parent->first; item != at; item = item->next)
                index++;
            steps[--left].index = index;
        }
    }
    return (struct node_path){document, steps, count};
}

struct node *node_at(const struct documents *documents, struct node_path path)
{
    if (path.document >= documents->count)
        return NULL;
    struct node *node = documents->items[path.document].root;
    for (size_t i = 0; i < path.count && node != NULL && node->kind != NODE_ALIAS; i++)
        node = path.steps[i].key != NULL ? node_find(node, path.steps[i].key)
                                         : node_item(node, path.steps[i].index);
    return node;
}

static struct node_path longer(struct arena *arena, struct node_path path, struct step step)
{
    struct step *steps = arena_array(arena, struct step, path.count + 1);
    if (path.count > 0)
        memcpy(steps, path.steps, path.count * sizeof *steps);
    steps[path.count] = step;
    return (struct node_path){path.document, steps, path.count + 1};
}

struct node_path node_path_key(struct arena *arena, struct node_path path, const char *key)
{
    return longer(arena, path, (struct step){.key = key});
}

struct node_path node_path_item(struct arena *arena, struct node_path path, size_t index)
{
    return longer(arena, path, (struct step){.index = index});
}

/* Letters, digits, '_' and '-', not starting with a digit. */
static bool plain_word(const char *key)
{
    if (key[0] == '\0' || (key[0] >= '0' && key[0] <= '9'))
        return false;
    for (char c; (c = *key) != '\0'; key++)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '_' || c == '-'))
            return false;
    return true;
}

static void put_quoted(struct text *out, const char *key)
{
    char escape[8];
    text_put(out, "[\"", 2);
    for (; *key != '\0'; key++) {
        if (*key == '"' || *key == '\\')
            text_put(out, "\\", 1);
        if ((unsigned char)*key < 0x20 || *key == 0x7f)
            text_put(out, escape,
                     (size_t)snprintf(escape, sizeof escape, "\\x%02x", (unsigned char)*key));
        else
            text_put(out, key, 1);
    }
    text_put(out, "\"]", 2);
}

const char *node_path_print(struct arena *arena, struct node_path path)
{
    if (path.count == 0)
        return arena_text(arena, ".");
    char index[32];
    text_scope struct text out = text_of(SIZE_MAX);
    for (size_t i = 0; i < path.count; i++) {
        const struct step *step = &path.steps[i];
        if (step->key == NULL)
            text_put(&out, index, (size_t)snprintf(index, sizeof index, "[%zu]", step->index));
        else if (!plain_word(step->key))
            put_quoted(&out, step->key);
        else {
            text_put(&out, ".", i > 0);
            text_puts(&out, step->key);
        }
    }
    return arena_copy(arena, out.data, out.length);
}
