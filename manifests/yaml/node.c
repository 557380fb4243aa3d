// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/node.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"

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

const struct node *node_resolve(const struct node *node)
{
    return node != NULL && node->kind == NODE_ALIAS ? node->target : node;
}

static int compare_text(const struct node *a, const struct node *b)
{
    size_t least = a->length < b->length ? a->length : b->length;
    int order = least > 0 ? memcmp(a->text, b->text, least) : 0;
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

/* Compares by text, then by place, so that of equal keys the first one comes first. */
static int by_text(const void *a, const void *b)
{
    const struct node *left = *(struct node *const *)a, *right = *(struct node *const *)b;
    int order = compare_text(left, right);
    return order != 0 ? order : (left->start > right->start) - (left->start < right->start);
}

/* Most maps have few keys. Up to this number, each key is compared with all earlier keys. */
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
