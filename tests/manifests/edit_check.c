// SPDX-License-Identifier: Apache-2.0
#include "tests/manifests/edit_check.h"

#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "tests/manifests/node_at.h"

enum { PLACES_MAX = 4096 };

/* The place of a node that some edit could be tried at. */
struct spot {
    struct node_path path;
    const struct node *node;
};

struct spots {
    struct spot *items;
    size_t count, capacity;
};

static const char new_text[] = "registry.example/new:1@sha256:00";
static const struct value scalar = {.kind = NODE_SCALAR, .text = new_text};
static const struct value literal = {.kind = NODE_SCALAR, .text = "false", .literal = true};
static const struct value added[] = {
    {.kind = NODE_SCALAR, .key = "weir-new", .text = "yes"},
    {.kind = NODE_MAP,
     .key = "weir-new",
     .children =
         (struct value[]){
             {.kind = NODE_SCALAR, .key = "kind", .text = "it's: \"x\""},
             {.kind = NODE_LIST,
              .key = "list",
              .children =
                  (struct value[]){{.kind = NODE_SCALAR, .text = "1", .literal = true},
                                   {.kind = NODE_MAP,
                                    .children = (struct value[]){{.kind = NODE_SCALAR,
                                                                  .key = "on",
                                                                  .text = "two\nlines \xc3\xa9"},
                                                                 {.kind = NODE_MAP, .key = "e"}},
                                    .count = 2},
                                   {.kind = NODE_LIST}},
              .count = 3}},
     .count = 2},
};

uint64_t edit_check_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static void collect(struct arena *arena, const struct documents *documents, size_t document,
                    const struct node *node, struct spots *spots)
{
    if (spots->count == PLACES_MAX)
        return;
    struct node_path path = node_path_of(arena, document, node);
    if (node_at(documents, path) == node) /* not after a duplicate or complex key */
        *list_add(arena, spots) = (struct spot){path, node};
    for (const struct node *child = node->first; child != NULL; child = child->next)
        collect(arena, documents, document, child, spots);
}

/* True if a value of the edit is in the tree; literals are compared as plain text. */
static bool stands(const struct value *value, const struct node *node)
{
    if (node == NULL || node->kind != value->kind || node->count != value->count)
        return false;
    if (value->kind == NODE_SCALAR)
        return strcmp(node->text, value->text) == 0 &&
               (!value->literal || node->style == STYLE_PLAIN) && !node->plain_null;
    const struct node *child = node->first;
    for (size_t i = 0; i < value->count; i++, child = child->next)
        if (!stands(&value->children[i], child) ||
            (value->kind == NODE_MAP && strcmp(child->key->text, value->children[i].key) != 0))
            return false;
    return true;
}

static void unlink_child(struct node *parent, struct node *child)
{
    struct node **slot = &parent->first;
    while (*slot != child)
        slot = &(*slot)->next;
    *slot = child->next;
    parent->count--;
}

/* Puts a copy of a removed entry back in its place among the remaining ones. */
static struct node *put_back(struct arena *arena, const struct node *was, struct node *map)
{
    struct node *copy = arena_new(arena, struct node), **slot = &map->first;
    bool list = was->key == NULL;
    *copy = *was;
    for (const struct node *before = was->parent->first; list && before != was && *slot != NULL;
         before = before->next)
        slot = &(*slot)->next; /* all items before it are there again */
    /* The first that is equal: a map may name a key twice. */
    for (const struct node *before = was->parent->first; !list && before != was;
         before = before->next)
        for (struct node **at = slot; *at != NULL; at = &(*at)->next)
            if (node_equal((*at)->key, before->key)) {
                slot = &(*at)->next;
                break;
            }
    copy->next = *slot;
    *slot = copy;
    map->count++;
    return copy;
}

/* True if some removal also removes the map when it is empty. */
static bool is_pruned(const struct documents *before, const struct edit *edits, size_t count,
                      const struct node *map)
{
    for (size_t i = 0; i < count; i++)
        if (edits[i].kind == EDIT_REMOVE && edits[i].prune &&
            node_at(before, edits[i].path)->parent == map)
            return true;
    return false;
}

static bool take_removal_back(struct arena *arena, const struct documents *before,
                              struct documents *after, const struct edit *edits, size_t count,
                              const struct edit *edit)
{
    const struct node *was = node_at(before, edit->path);
    struct node_path path = edit->path;
    if (was == NULL || (was->key != NULL && node_at(after, path) != NULL))
        return false;
    path.count--;
    struct node *map = node_at(after, path);
    if (map == NULL && is_pruned(before, edits, count, was->parent)) {
        path.count--;
        struct node *holder = node_at(after, path);
        if (holder == NULL)
            return false;
        map = put_back(arena, was->parent, holder);
        map->first = NULL;
        map->count = 0;
    }
    if (map == NULL)
        return false;
    put_back(arena, was, map);
    return true;
}

static bool removes_item(const struct documents *before, const struct edit *edit)
{
    const struct node *was = node_at(before, edit->path);
    return edit->kind == EDIT_REMOVE && was != NULL && was->key == NULL;
}

/* Returns the next removal of an item in the file after `at`, or NULL. */
static const struct edit *next_item_removal(const struct documents *before,
                                            const struct edit *edits, size_t count,
                                            const struct node *at)
{
    const struct edit *next = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!removes_item(before, &edits[i]))
            continue;
        size_t start = node_at(before, edits[i].path)->start;
        if ((at == NULL || start > at->start) &&
            (next == NULL || start < node_at(before, next->path)->start))
            next = &edits[i];
    }
    return next;
}

/* Removed items come back first, in the order of the file, so that the places of all other edits
 * are right. */
static bool take_item_removals_back(struct arena *arena, const struct documents *before,
                                    struct documents *after, const struct edit *edits, size_t count)
{
    const struct edit *edit = next_item_removal(before, edits, count, NULL);
    while (edit != NULL) {
        if (!take_removal_back(arena, before, after, edits, count, edit))
            return false;
        edit = next_item_removal(before, edits, count, node_at(before, edit->path));
    }
    return true;
}

/* Undoes the edit in the result's tree; false when the tree does not have it. */
static bool take_back(struct arena *arena, const struct documents *before, struct documents *after,
                      const struct edit *edits, size_t count, const struct edit *edit)
{
    if (removes_item(before, edit))
        return true; /* it was already */
    if (edit->kind == EDIT_REMOVE)
        return take_removal_back(arena, before, after, edits, count, edit);
    const struct node *was = node_at(before, edit->path);
    struct node *is = node_at(after, edit->path);
    if (was == NULL || is == NULL)
        return false;
    if (edit->kind == EDIT_REPLACE) {
        if (!stands(edit->value, is))
            return false;
        is->text = was->text;
        is->length = was->length;
        is->plain_null = was->plain_null;
        return true;
    }
    struct node *child = edit->kind == EDIT_INSERT
                             ? node_find(is, edit->value->key)
                             : node_item(is, is->count > 0 ? is->count - 1 : 0);
    if (!stands(edit->value, child))
        return false;
    unlink_child(is, child);
    if (is->count == 0) { /* it was null or empty brackets */
        is->kind = was->kind;
        is->plain_null = was->plain_null;
        is->text = was->text;
        is->length = was->length;
    }
    return true;
}

static const char *judge(struct arena *arena, const char *path, const struct documents *before,
                         const struct edit *edits, size_t count, const struct edit_result *result)
{
    struct documents after = {0};
    struct err err = {0};
    if (document_parse(arena, path, result->bytes, result->length, &after, &err) < 0)
        return "the result is no YAML";
    if (after.count != before->count)
        return "another number of documents";
    if (!take_item_removals_back(arena, before, &after, edits, count))
        return "a removed item is still in the result";
    for (size_t i = count; i-- > 0;)
        if (!take_back(arena, before, &after, edits, count, &edits[i]))
            return "the edit is not in the result";
    for (size_t i = 0; i < after.count; i++)
        if (!node_equal(before->items[i].root, after.items[i].root))
            return "something else changed";
    return NULL;
}

/* Applies and judges; true when the edits were made. */
static bool try_edits(struct arena *arena, const char *path, const char *bytes, size_t length,
                      const struct documents *before, const struct edit *edits, size_t count,
                      struct edit_tally *tally, struct edit_result *result)
{
    edit_apply(arena, path, bytes, length, edits, count, result);
    for (size_t i = 0; i < result->refusal_count; i++)
        tally->refused[result->refusals[i].code]++;
    if (result->refusal_count > 0 && tally->unproved == NULL &&
        (result->refusals[0].code == EDIT_REFUSED_PROOF ||
         result->refusals[0].code == EDIT_REFUSED_OWNER)) {
        tally->unproved = result->refusals[0].detail;
        for (size_t i = 0; i < count; i++)
            tally->unproved =
                arena_print(arena, "%s\n#   edit %d of document %zu, %s%s", tally->unproved,
                            edits[i].kind, edits[i].path.document,
                            node_path_print(arena, edits[i].path), edits[i].prune ? ", prune" : "");
    }
    tally->same += result->refusal_count == 0 && result->changed == 0;
    if (result->bytes == NULL)
        return false;
    tally->made++;
    const char *wrong = judge(arena, path, before, edits, count, result);
    if (wrong != NULL && tally->wrong == NULL)
        tally->wrong = arena_print(arena, "%s: %s: %s:\n%s", path,
                                   node_path_print(arena, edits[0].path), wrong, result->bytes);
    return wrong == NULL;
}

/* True for texts that our own writer would write in the same way. */
static bool is_canonical(const char *bytes, const struct node *node)
{
    size_t length = node->end - node->start;
    const char *raw = bytes + node->start;
    if (length == 0 || memchr(raw, '\\', length) != NULL || node->length == 0 ||
        memmem(raw, length, "\xe2\x80\xa8", 3) != NULL)
        return false;
    unsigned breaks = 0;
    for (size_t i = 0; i < length; i++)
        breaks += raw[i] == '\n';
    return node->style >= STYLE_LITERAL ? breaks == 1 : breaks == 0;
}

static bool is_literal(const struct node *node)
{
    static const char *const words[] = {"true", "false", "on", "yes", "no", "~", "null", "y"};
    if (node->style != STYLE_PLAIN)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(node->text, words[i]) == 0)
            return true;
    return node->text[strspn(node->text, "-+.0123456789e")] == '\0';
}

static void replace_and_restore(struct arena *arena, const char *path, const char *bytes,
                                size_t length, const struct documents *before,
                                const struct spot *spot, struct edit_tally *tally)
{
    struct edit edit = {EDIT_REPLACE, spot->path, node_text(spot->node), &scalar, false};
    struct edit_result result = {0}, back = {0};
    bool made = try_edits(arena, path, bytes, length, before, &edit, 1, tally, &result);
    if (!made || !is_canonical(bytes, spot->node))
        return;
    struct value old = {
        .kind = NODE_SCALAR, .text = spot->node->text, .literal = is_literal(spot->node)};
    edit = (struct edit){EDIT_REPLACE, spot->path, new_text, &old, false};
    edit_apply(arena, path, result.bytes, result.length, &edit, 1, &back);
    if (back.bytes != NULL && back.length == length && memcmp(back.bytes, bytes, length) == 0)
        tally->restored++;
    else if (tally->wrong == NULL)
        tally->wrong = arena_print(arena, "%s: %s: not put back as it was", path,
                                   node_path_print(arena, spot->path));
}

static bool parse_spots(struct arena *arena, const char *path, const char *bytes, size_t length,
                        struct documents *documents, struct spots *spots)
{
    struct err err = {0};
    if (document_parse(arena, path, bytes, length, documents, &err) < 0)
        return false;
    for (size_t i = 0; i < documents->count; i++)
        if (documents->items[i].root != NULL)
            collect(arena, documents, i, documents->items[i].root, spots);
    return true;
}

void edit_check_all(struct arena *arena, const char *path, const char *bytes, size_t length,
                    struct edit_tally *tally)
{
    struct documents before = {0};
    struct spots spots = {0};
    if (!parse_spots(arena, path, bytes, length, &before, &spots))
        return;
    tally->parsed++;
    list_each (spot, &spots) {
        struct edit_result result = {0};
        bool null = spot->node->plain_null;
        if (spot->node->kind == NODE_SCALAR || spot->node->kind == NODE_ALIAS) {
            replace_and_restore(arena, path, bytes, length, &before, spot, tally);
            struct edit edit = {EDIT_REPLACE, spot->path, NULL, &literal, false};
            (void)try_edits(arena, path, bytes, length, &before, &edit, 1, tally, &result);
        }
        for (unsigned prune = 0; prune < 2 && spot->node->parent != NULL; prune++) {
            struct edit edit = {EDIT_REMOVE, spot->path, NULL, NULL, prune > 0};
            unsigned long made = tally->made;
            (void)try_edits(arena, path, bytes, length, &before, &edit, 1, tally, &result);
            tally->removed += tally->made - made;
        }
        for (size_t i = 0; i < sizeof added / sizeof *added; i++) {
            struct edit edit = {EDIT_INSERT, spot->path, NULL, &added[i], false};
            if (spot->node->kind == NODE_MAP || null)
                (void)try_edits(arena, path, bytes, length, &before, &edit, 1, tally, &result);
            edit.kind = EDIT_APPEND;
            if (spot->node->kind == NODE_LIST || null)
                (void)try_edits(arena, path, bytes, length, &before, &edit, 1, tally, &result);
        }
    }
}

static struct edit random_edit(const struct spot *spot, uint64_t *state)
{
    struct edit edit = {EDIT_REPLACE, spot->path, NULL, &scalar, false};
    uint64_t choice = edit_check_random(state);
    bool null = spot->node->plain_null && choice % 3 > 0;
    if (spot->node->parent != NULL && choice >> 16 & 1) {
        edit = (struct edit){EDIT_REMOVE, spot->path, NULL, NULL, choice >> 17 & 1};
        return edit;
    }
    if (spot->node->kind == NODE_SCALAR && !null) {
        edit.value = choice % 4 == 0 ? &literal : &scalar;
        return edit;
    }
    bool map = null ? choice % 3 == 1 : spot->node->kind == NODE_MAP;
    edit.kind = map ? EDIT_INSERT : EDIT_APPEND;
    edit.value = &added[choice >> 8 & 1];
    return edit;
}

void edit_check_some(struct arena *arena, const char *path, const char *bytes, size_t length,
                     uint64_t seed, unsigned tries, struct edit_tally *tally)
{
    enum { TOGETHER = 4 };
    struct documents before = {0};
    struct spots spots = {0};
    if (!parse_spots(arena, path, bytes, length, &before, &spots))
        return;
    tally->parsed++;
    for (unsigned i = 0; i < tries && spots.count > 0; i++) {
        struct edit edits[TOGETHER];
        const struct node *taken[TOGETHER] = {NULL};
        size_t count = 0, wanted = 1 + edit_check_random(&seed) % TOGETHER;
        while (wanted-- > 0) {
            const struct spot *spot = &spots.items[edit_check_random(&seed) % spots.count];
            bool again = false;
            for (size_t k = 0; k < count; k++)
                again = again || taken[k] == spot->node;
            taken[count] = spot->node;
            if (!again)
                edits[count++] = random_edit(spot, &seed);
        }
        struct edit_result result = {0};
        (void)try_edits(arena, path, bytes, length, &before, edits, count, tally, &result);
    }
}
