// SPDX-License-Identifier: Apache-2.0
/* Any bytes through the parser: spans stay inside the file and in order. */
#include <stdlib.h>
#include <string.h>

#include "manifests/yaml/document.h"
#include "tests/fuzz/fuzz.h"

static void walk(const struct node *node, size_t length)
{
    if (node->start > node->end || node->end > length || node->line == 0 || node->column == 0)
        abort();
    if (node->key != NULL && (node->key->start > node->start || node->key->end > node->end))
        abort();
    if (node->key != NULL)
        walk(node->key, length);
    size_t from = node->start;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        if (child->start < from || child->end > node->end || child->parent != node)
            abort();
        from = child->end;
        walk(child, length);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct documents documents = {0};
    struct err err = {0};
    const char *path = length % 2 == 0 ? "x.yaml" : "x.json";
    if (document_parse(&arena, path, (const char *)data, length, &documents, &err) < 0) {
        if (err.message[0] == '\0' || err.place[0] == '\0')
            abort();
        return 0;
    }
    for (size_t i = 0; i < documents.count; i++)
        if (documents.items[i].root != NULL)
            walk(documents.items[i].root, length);
    return 0;
}
