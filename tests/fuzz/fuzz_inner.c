// SPDX-License-Identifier: Apache-2.0
/*
 * The first eight bytes select an edit and how a text is written in a file; the rest is the text.
 * An edit inside the text gives what the same edit of the text alone gives, and changes nothing
 * around.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/edit/edit.h"
#include "manifests/edit/scalar_text.h"
#include "tests/fuzz/fuzz.h"

static const char before[] = "a: b # c\nt: ", after[] = "d: &x e # f\ng: *x\n";

static void put_block(struct text *out, const char *text, uint64_t choice)
{
    unsigned indent = 1 + choice % 9;
    char header[8];
    snprintf(header, sizeof header, choice >> 8 & 1 ? "%c%u%s" : "%c%.0u%s",
             choice >> 9 & 1 ? '>' : '|', choice >> 8 & 1 ? indent : 0,
             (const char *const[]){"", "-", "+", ""}[choice >> 10 & 3]);
    text_puts(out, header);
    text_puts(out, choice >> 12 & 1 ? " # why\n" : "\n");
    while (*text != '\0') {
        size_t width = strcspn(text, "\n");
        for (unsigned i = 0; width > 0 && i < indent; i++)
            text_puts(out, " ");
        text_put(out, text, width);
        text_puts(out, "\n");
        text += width + (text[width] == '\n');
    }
}

static const struct node *pick(const struct node *node, uint64_t *choice, struct node_path *path,
                               struct arena *arena, size_t document)
{
    const struct node *picked = node;
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        *choice = *choice * 6364136223846793005u + 1442695040888963407u;
        if (*choice >> 62 == 0)
            return pick(child, choice, path, arena, document);
        picked = *choice >> 62 == 1 ? child : picked;
    }
    *path = node_path_of(arena, document, picked);
    return picked;
}

static struct edit make_edit(const struct node *node, struct node_path path, uint64_t choice)
{
    static const struct value value = {.kind = NODE_SCALAR, .key = "weir", .text = "it's \"x\": 1"};
    struct edit edit = {.kind = EDIT_REPLACE, .path = path, .value = &value};
    if (choice >> 20 & 1)
        return (struct edit){.kind = EDIT_REMOVE, .path = path};
    if (node->kind != NODE_SCALAR)
        edit.kind = node->kind == NODE_MAP ? EDIT_INSERT : EDIT_APPEND;
    return edit;
}

static void fail(const char *why, const char *file, const char *result)
{
    fprintf(stderr, "%s:\n%s\n--- became\n%s\n", why, file, result != NULL ? result : "nothing");
    abort();
}

/* True if the texts are equal but for line breaks at the end. */
static bool alike(const char *one, const char *two)
{
    size_t left = strlen(one), right = strlen(two);
    while (left > 0 && one[left - 1] == '\n')
        left--;
    while (right > 0 && two[right - 1] == '\n')
        right--;
    return left == right && memcmp(one, two, left) == 0;
}

static void compare(struct arena *arena, const struct text *file, const struct edit *edit,
                    const char *text, size_t length)
{
    struct edit_result alone = {0}, nested = {0};
    static const struct step step = {.key = "t"};
    struct edit inside = *edit;
    inside.path = (struct node_path){0, &step, 1};
    inside.inner = &edit->path;
    inside.inner_count = 1;
    edit_apply(arena, "text", text, length, edit, 1, &alone);
    edit_apply(arena, "x.yaml", file->data, file->length, &inside, 1, &nested);
    if (nested.bytes == NULL)
        return;
    if (alone.bytes == NULL)
        fail("the text alone is not edited", file->data, nested.bytes);
    struct documents documents = {0};
    struct err err = {0};
    size_t tail = sizeof after - 1, head = sizeof before - 1;
    if (document_parse(arena, "x.yaml", nested.bytes, nested.length, &documents, &err) < 0)
        fail("the result is not YAML", file->data, nested.bytes);
    const struct node *got = node_find(documents.items[0].root, "t");
    if (got == NULL || !alike(got->text, alone.bytes))
        fail("the text is another one", file->data, nested.bytes);
    if (memcmp(nested.bytes, before, head) != 0 || nested.length < head + tail ||
        memcmp(nested.bytes + nested.length - tail, after, tail) != 0)
        fail("something else changed", file->data, nested.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    uint64_t choice;
    if (length <= sizeof choice)
        return 0;
    memcpy(&choice, data, sizeof choice);
    arena_scope struct arena arena = {0};
    const char *text =
        arena_copy(&arena, (const char *)data + sizeof choice, length - sizeof choice);
    text_scope struct text file = text_of(SIZE_MAX / 4);
    text_puts(&file, before);
    if (choice >> 16 & 1)
        put_block(&file, text, choice);
    else if (choice >> 17 & 1 && scalar_printable(text))
        scalar_quote_single(&file, text);
    else if (scalar_valid(text))
        scalar_write(&file, text, false, true);
    text_puts(&file, choice >> 16 & 1 ? "" : "\n");
    text_puts(&file, after);
    struct documents documents = {0}, inner = {0};
    struct err err = {0};
    if (document_parse(&arena, "x.yaml", file.data, file.length, &documents, &err) < 0)
        return 0;
    const struct node *node = node_find(documents.items[0].root, "t");
    if (node == NULL || node->kind != NODE_SCALAR || node->plain_null ||
        document_parse(&arena, "text", node->text, node->length, &inner, &err) < 0 ||
        inner.count == 0)
        return 0;
    size_t document = (choice >> 24) % inner.count;
    struct node_path path = {0};
    if (inner.items[document].root == NULL)
        return 0;
    const struct node *picked =
        pick(inner.items[document].root, &(uint64_t){choice}, &path, &arena, document);
    struct edit edit = make_edit(picked, path, choice);
    compare(&arena, &file, &edit, node->text, node->length);
    return 0;
}
