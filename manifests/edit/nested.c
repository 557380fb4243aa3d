// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/nested.h"

#include <string.h>

#include "manifests/edit/apply.h"
#include "manifests/edit/editing.h"
#include "manifests/edit/refuse.h"
#include "manifests/edit/resolve.h"
#include "manifests/edit/rewrite.h"

/* The edits of a file while those inside texts are replaced by one edit for each text. */
struct nesting {
    struct editing e; /* resolves the texts */
    bool *done;       /* the edit is part of a text that was edited already */
    size_t *group;    /* for each edit: the first edit inside the same text, or itself */
    struct edit *outer;
    size_t *origins; /* for each outer edit: the first inner edit that it carries out */
    size_t outer_count;
    size_t inner_changed, rewrites;
};

/* Refuses an edit with the reason and the place that the text's edit has. */
static void refuse_inner(struct editing *e, size_t edit, const struct inner_text *inner,
                         const struct edit_refusal *why)
{
    edit_refuse(e, edit, why->code, e->targets[edit].node, why->detail != NULL ? "%s" : NULL,
                why->detail);
    if (why->line == 0)
        return;
    struct edit_refusal *refusal = &e->targets[edit].refusal;
    refusal->line = why->line;
    refusal->column = why->column;
    inner_text_place(inner, &refusal->line, &refusal->column);
}

/* True if both texts have the same values. */
static bool same_values(struct arena *scratch, const char *one, const char *two)
{
    struct documents left = {0}, right = {0};
    struct err err = {0};
    if (document_parse(scratch, "text", one, strlen(one), &left, &err) < 0 ||
        document_parse(scratch, "text", two, strlen(two), &right, &err) < 0 ||
        left.count != right.count)
        return false;
    for (size_t i = 0; i < left.count; i++)
        if (!node_equal(left.items[i].root, right.items[i].root))
            return false;
    return true;
}

/*
 * Drops line breaks at the end of a block scalar's new text that only one with "+" can have: a
 * removal can leave blank lines there. Returns NULL if they are part of a value.
 */
static const char *fit_end(struct nesting *n, const struct inner_text *inner, const char *text)
{
    const struct node *node = inner->node;
    const char *header = inner->bytes + node->start + 1;
    if (node->style < STYLE_LITERAL || memchr(header, '+', strspn(header, "+-0123456789")) != NULL)
        return text;
    size_t most = node->text[node->length - 1] == '\n', length = strlen(text), breaks = 0;
    while (breaks < length && text[length - 1 - breaks] == '\n')
        breaks++;
    if (breaks <= most)
        return text;
    const char *fitting = arena_copy(n->e.scratch, text, length - breaks + most);
    return same_values(n->e.scratch, text, fitting) ? fitting : NULL;
}

/* Applies the edits inside one text, of which `first` is the first one. Adds the edit that rewrites
 * the text, or refuses the edits. */
static void edit_text(struct nesting *n, size_t first, const struct inner_text *inner)
{
    struct editing *e = &n->e;
    LIST_OF(struct edit) edits = {0};
    LIST_OF(size_t) indexes = {0};
    for (size_t i = first; i < e->count; i++) {
        if (e->edits[i].inner_count == 0 || e->targets[i].node != inner->node ||
            e->targets[i].state == TARGET_REFUSED)
            continue;
        struct edit *edit = list_add(e->scratch, &edits);
        *edit = e->edits[i];
        edit->path = e->edits[i].inner[0];
        edit->inner_count = 0;
        *list_add(e->scratch, &indexes) = i;
        n->done[i] = true;
        n->group[i] = first;
    }
    struct edit_result result = {0};
    apply_edits(e->scratch, "text", inner->node->text, inner->node->length, edits.items,
                edits.count, &result);
    for (size_t i = 0; i < result.refusal_count; i++)
        refuse_inner(e, indexes.items[result.refusals[i].edit], inner, &result.refusals[i]);
    if (result.bytes == NULL)
        return;
    struct value *value = arena_new(e->scratch, struct value);
    *value = (struct value){.kind = NODE_SCALAR, .text = fit_end(n, inner, result.bytes)};
    if (value->text == NULL) {
        list_each (index, &indexes)
            edit_refuse(e, *index, EDIT_REFUSED_TEXT_STYLE, inner->node, NULL);
        return;
    }
    n->origins[n->outer_count] = first;
    n->outer[n->outer_count++] =
        (struct edit){.kind = EDIT_REWRITE, .path = e->edits[first].path, .value = value};
    n->inner_changed += result.changed;
    n->rewrites++;
}

/* Finds the text of an edit. False if the edit is refused. */
static bool find_text(struct editing *e, size_t edit, struct inner_text *inner)
{
    if (!edit_resolve(e, edit) || !rewrite_check(e, edit, inner))
        return false;
    return e->edits[edit].inner_count == 1 ||
           edit_refuse(e, edit, EDIT_REFUSED_NESTED, e->targets[edit].node, NULL);
}

static void edit_texts(struct nesting *n)
{
    struct editing *e = &n->e;
    struct inner_text *texts = arena_array(e->scratch, struct inner_text, e->count);
    for (size_t i = 0; i < e->count; i++) {
        n->group[i] = i;
        if (e->edits[i].inner_count > 0)
            (void)find_text(e, i, &texts[i]);
    }
    for (size_t i = 0; i < e->count; i++) {
        if (e->edits[i].inner_count == 0) {
            n->origins[n->outer_count] = i;
            n->outer[n->outer_count++] = e->edits[i];
        } else if (!n->done[i] && e->targets[i].state != TARGET_REFUSED) {
            edit_text(n, i, &texts[i]);
        }
    }
}

/* Copies the refusal of each outer edit to the inner edits that it carries out. */
static void collect_refusals(struct nesting *n, struct arena *arena, struct edit_result *result)
{
    struct editing *e = &n->e;
    for (size_t i = 0; i < result->refusal_count; i++) {
        const struct edit_refusal *why = &result->refusals[i];
        size_t origin = n->origins[why->edit];
        for (size_t k = origin; k < e->count; k++) {
            if (n->group[k] != origin || e->targets[k].state == TARGET_REFUSED)
                continue;
            e->targets[k].state = TARGET_REFUSED;
            e->targets[k].refusal = *why;
            e->targets[k].refusal.edit = k;
        }
    }
    struct edit_refusal *refusals = arena_array(arena, struct edit_refusal, e->count);
    size_t count = 0;
    for (size_t i = 0; i < e->count; i++)
        if (e->targets[i].state == TARGET_REFUSED)
            refusals[count++] = e->targets[i].refusal;
    if (count > 0)
        *result = (struct edit_result){.refusals = refusals, .refusal_count = count};
}

void nested_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                  const struct edit *edits, size_t count, struct edit_result *result)
{
    arena_scope struct arena scratch = {0};
    struct nesting n = {
        .e = {.arena = arena,
              .scratch = &scratch,
              .path = path,
              .bytes = arena_copy(&scratch, bytes, length),
              .length = length,
              .edits = edits,
              .targets = arena_array(&scratch, struct target, count),
              .count = count},
        .done = arena_array(&scratch, bool, count),
        .group = arena_array(&scratch, size_t, count),
        .outer = arena_array(&scratch, struct edit, count),
        .origins = arena_array(&scratch, size_t, count),
    };
    struct err err = {0};
    if (document_parse(&scratch, path, n.e.bytes, length, &n.e.documents, &err) < 0) {
        apply_edits(arena, path, bytes, length, edits, count, result); /* refuses all */
        return;
    }
    edit_texts(&n);
    apply_edits(arena, path, bytes, length, n.outer, n.outer_count, result);
    collect_refusals(&n, arena, result);
    if (result->refusal_count == 0)
        result->changed += n.inner_changed - n.rewrites;
}
