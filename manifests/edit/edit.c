// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/edit.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "manifests/edit/edit_internal.h"

static const struct {
    const char *word, *sentence;
} refusals[] = {
#define X(name, word, sentence) [EDIT_REFUSED_##name] = {word, sentence},
    EDIT_REFUSALS(X)
#undef X
};

const char *edit_refusal_word(enum edit_refusal_code code)
{
    return refusals[code].word;
}

const char *edit_refusal_sentence(enum edit_refusal_code code)
{
    return refusals[code].sentence;
}

bool edit_refuse(struct editing *e, size_t edit, enum edit_refusal_code code,
                 const struct node *node, const char *detail, ...)
{
    struct edit_refusal *refusal = &e->targets[edit].refusal;
    e->targets[edit].state = TARGET_REFUSED;
    *refusal = (struct edit_refusal){.edit = edit, .code = code};
    if (node != NULL) {
        refusal->line = node->line;
        refusal->column = node->column;
    }
    if (detail != NULL) {
        char text[ERR_MESSAGE_MAX];
        va_list arguments;
        va_start(arguments, detail);
        vsnprintf(text, sizeof text, detail, arguments);
        va_end(arguments);
        refusal->detail = arena_text(e->arena, text);
    }
    return false;
}

void edit_splice(struct editing *e, size_t start, size_t end, const struct text *text,
                 unsigned depth, bool closing)
{
    *list_add(e->scratch, &e->splices) = (struct splice){
        .start = start,
        .end = end,
        .text = arena_copy(e->scratch, text->data, text->length),
        .length = text->length,
        .depth = depth,
        .closing = closing,
    };
}

const struct node *edit_last_child(const struct node *node)
{
    const struct node *child = node->first;
    assert(child != NULL);
    while (child->next != NULL)
        child = child->next;
    return child;
}

unsigned edit_depth(const struct node *node)
{
    unsigned depth = 0;
    for (; node->parent != NULL; node = node->parent)
        depth++;
    return depth;
}

bool edit_in_flow(const struct node *node)
{
    for (; node != NULL; node = node->parent)
        if (node->flow)
            return true;
    return false;
}

bool edit_has_template(const char *text, size_t length)
{
    static const char *const marks[] = {"{{", "}}", "${", "$("};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length > 0 && memmem(text, length, marks[i], 2) != NULL)
            return true;
    return false;
}

bool edit_is_template(const struct editing *e, const struct node *node)
{
    return node->flow ? memcmp(e->bytes + node->start, "{{", 2) == 0
                      : node->kind == NODE_SCALAR && edit_has_template(node->text, node->length);
}

static bool make_replace(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    const struct edit *wanted = &e->edits[edit];
    if (node->kind == NODE_ALIAS)
        return edit_refuse_alias(e, edit, node);
    if (node->kind != NODE_SCALAR || wanted->value->kind != NODE_SCALAR)
        return edit_refuse(
            e, edit, edit_is_template(e, node) ? EDIT_REFUSED_TEMPLATE : EDIT_REFUSED_NOT_SCALAR,
            node, NULL);
    for (size_t i = 0; i < edit; i++) {
        if (e->targets[i].node != node || e->targets[i].state == TARGET_REFUSED)
            continue;
        bool same = e->edits[i].kind == EDIT_REPLACE &&
                    e->edits[i].value->literal == wanted->value->literal &&
                    strcmp(e->edits[i].value->text, wanted->value->text) == 0;
        if (!same)
            return edit_refuse(e, edit, EDIT_REFUSED_CHANGED, node,
                               "another edit writes to this place too");
        target->state = TARGET_SAME;
    }
    if (value_equals(wanted->value, node))
        target->state = TARGET_SAME;
    if (target->state == TARGET_SAME)
        return true;
    if (wanted->expected != NULL && (node->plain_null || node->length != strlen(wanted->expected) ||
                                     strcmp(node->text, wanted->expected) != 0))
        return edit_refuse(e, edit, EDIT_REFUSED_CHANGED, node, "\"%s\"", node->text);
    return !edit_refuse_shared(e, edit) && scalar_replace(e, edit);
}

/* What the edits before this one do to the same node; false when this one is refused for it. */
static bool heed_earlier(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct edit *wanted = &e->edits[edit];
    target->first = true;
    for (size_t i = 0; i < edit; i++) {
        const struct edit *earlier = &e->edits[i];
        if (e->targets[i].node != target->node || e->targets[i].state != TARGET_CHANGES)
            continue;
        if (earlier->kind != wanted->kind)
            return edit_refuse(e, edit, EDIT_REFUSED_POSITION, target->node,
                               "another edit writes to this place too");
        target->first = false;
        if (wanted->kind == EDIT_INSERT && strcmp(earlier->value->key, wanted->value->key) == 0)
            return edit_refuse(e, edit, EDIT_REFUSED_EXISTS, target->node, "\"%s\"",
                               wanted->value->key);
    }
    return true;
}

static bool valid_value(const struct value *value, bool keyed)
{
    if (keyed && !scalar_valid(value->key))
        return false;
    if (value->kind == NODE_SCALAR)
        return scalar_valid(value->text);
    for (size_t i = 0; i < value->count; i++)
        if (!valid_value(&value->children[i], value->kind == NODE_MAP))
            return false;
    return true;
}

/* An empty pair of brackets becomes block lines when some edit puts a map or list into it. */
static bool wants_block(const struct editing *e, const struct node *node)
{
    if (edit_in_flow(node->parent) || node->parent == NULL || e->documents.form.json)
        return false;
    if (node->kind == NODE_SCALAR)
        return true;
    if (memchr(e->bytes + node->start, '\n', node->end - node->start) != NULL)
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (e->targets[i].node == node && e->edits[i].kind != EDIT_REPLACE &&
            e->edits[i].kind != EDIT_REMOVE && e->edits[i].value->kind != NODE_SCALAR)
            return true;
    return false;
}

static bool add_to(struct editing *e, size_t edit)
{
    const struct node *node = e->targets[edit].node;
    bool map = e->edits[edit].kind == EDIT_INSERT;
    const char *kind_tag = map ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
    if (e->documents.form.odd_breaks || e->documents.form.inner_bom)
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node, NULL);
    if (!valid_value(e->edits[edit].value, map))
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node, "the new text is not UTF-8");
    if (node->tag != NULL && strcmp(node->tag, kind_tag) != 0)
        return edit_refuse(e, edit, EDIT_REFUSED_TAGGED, node, "%s", node->tag);
    if (edit_refuse_shared(e, edit))
        return false;
    if (node->count > 0)
        return node->flow ? flow_insert(e, edit) : block_insert(e, edit);
    return wants_block(e, node) ? block_fill(e, edit) : flow_fill(e, edit);
}

static bool make_addition(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    const struct edit *wanted = &e->edits[edit];
    bool map = wanted->kind == EDIT_INSERT;
    if (node->kind == NODE_ALIAS)
        return edit_refuse_alias(e, edit, node);
    if (edit_is_template(e, node))
        return edit_refuse(e, edit, EDIT_REFUSED_TEMPLATE, node, NULL);
    if (node->kind != (map ? NODE_MAP : NODE_LIST) &&
        !(node->kind == NODE_SCALAR && node->plain_null))
        return edit_refuse(e, edit, map ? EDIT_REFUSED_NOT_MAP : EDIT_REFUSED_NOT_LIST, node, NULL);
    if (edit_refuse_duplicate(e, edit, node))
        return false;
    const struct node *present = map ? node_find(node, wanted->value->key) : NULL;
    if (present != NULL && value_equals(wanted->value, present)) {
        target->state = TARGET_SAME;
        return true;
    }
    if (present != NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_EXISTS, present->key, "\"%s\"",
                           wanted->value->key);
    if (map && edit_from_merge(node, wanted->value->key))
        return edit_refuse(e, edit, EDIT_REFUSED_MERGE, node, "\"%s\"", wanted->value->key);
    return heed_earlier(e, edit) && add_to(e, edit);
}

static int by_place(const void *a, const void *b)
{
    const struct splice *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->depth != right->depth)
        return left->depth > right->depth ? -1 : 1;
    return (int)left->closing - (int)right->closing;
}

/* The bytes with all splices applied; NULL when two overlap. */
static char *spliced(struct editing *e, size_t *length)
{
    list_sort(&e->splices, by_place);
    *length = e->length;
    size_t at = 0;
    list_each (splice, &e->splices) {
        if (splice->start < at)
            return NULL;
        *length += splice->length - (splice->end - splice->start);
        at = splice->end;
    }
    char *bytes = arena_alloc(e->arena, *length + 1), *to = bytes;
    at = 0;
    list_each (splice, &e->splices) {
        to = mempcpy(to, e->bytes + at, splice->start - at);
        to = mempcpy(to, splice->text, splice->length);
        at = splice->end;
    }
    memcpy(to, e->bytes + at, e->length - at);
    return bytes;
}

static void refuse_all(struct editing *e, enum edit_refusal_code code, const char *detail)
{
    for (size_t i = 0; i < e->count; i++) {
        if (e->targets[i].state != TARGET_CHANGES)
            continue;
        const struct node *node = e->targets[i].node;
        edit_refuse(e, i, code, node, detail != NULL ? "%s" : NULL, detail);
    }
}

/* Parses and makes the splices of all edits. */
static void prepare(struct editing *e)
{
    struct err err = {0};
    if (document_parse(e->scratch, e->path, e->bytes, e->length, &e->documents, &err) < 0) {
        const char *detail = arena_print(e->scratch, "%s: %s", err.place, err.message);
        refuse_all(e, e->length > TEXT_FILE_MAX ? EDIT_REFUSED_LIMIT : EDIT_REFUSED_PARSE, detail);
        return;
    }
    size_t base = e->documents.form.bom ? 3 : 0;
    if (e->documents.form.json && !edit_is_json(e->bytes + base, e->length - base)) {
        refuse_all(e, EDIT_REFUSED_PARSE, "the file is not valid JSON");
        return;
    }
    edit_learn_habits(e);
    for (size_t i = 0; i < e->count; i++)
        (void)edit_resolve(e, i);
    for (size_t i = 0; i < e->count; i++) {
        if (e->targets[i].state == TARGET_REFUSED)
            continue;
        if (e->edits[i].kind == EDIT_REPLACE)
            (void)make_replace(e, i);
        else if (e->edits[i].kind == EDIT_REMOVE)
            (void)remove_check(e, i);
        else
            (void)make_addition(e, i);
    }
    remove_all(e);
}

static void collect(struct editing *e, struct edit_result *result)
{
    result->refusals = arena_array(e->arena, struct edit_refusal, e->count);
    for (size_t i = 0; i < e->count; i++) {
        if (e->targets[i].state == TARGET_REFUSED)
            result->refusals[result->refusal_count++] = e->targets[i].refusal;
        result->changed += e->targets[i].state == TARGET_CHANGES;
    }
    if (result->refusal_count > 0)
        result->changed = 0;
}

static void apply_once(struct arena *arena, const char *path, const char *bytes, size_t length,
                       const struct edit *edits, size_t count, struct edit_result *result)
{
    arena_scope struct arena scratch = {0};
    struct editing e = {
        .arena = arena,
        .scratch = &scratch,
        .path = path,
        .bytes = arena_copy(&scratch, bytes, length),
        .length = length,
        .edits = edits,
        .targets = arena_array(&scratch, struct target, count),
        .count = count,
    };
    *result = (struct edit_result){0};
    prepare(&e);
    collect(&e, result);
    if (result->refusal_count > 0 || result->changed == 0)
        return;
    size_t new_length = 0;
    const char *detail = "two edits overlap";
    char *new_bytes = spliced(&e, &new_length);
    if (new_bytes != NULL && new_length > TEXT_FILE_MAX)
        refuse_all(&e, EDIT_REFUSED_LIMIT, NULL);
    else if (new_bytes == NULL || !edit_proof(&e, new_bytes, new_length, &detail))
        refuse_all(&e, EDIT_REFUSED_PROOF, detail);
    *result = (struct edit_result){.bytes = new_bytes, .length = new_length};
    collect(&e, result);
    if (result->refusal_count > 0) {
        result->bytes = NULL;
        result->length = 0;
    }
}

/* Which of several edits the proof fails for: those that fail alone, else all of them. */
static void blame(struct arena *arena, const char *path, const char *bytes, size_t length,
                  const struct edit *edits, size_t count, struct edit_result *result)
{
    enum { ALONE_MAX = 64 };
    if (count < 2 || count > ALONE_MAX || result->refusal_count == 0 ||
        result->refusals[0].code != EDIT_REFUSED_PROOF)
        return;
    struct edit_refusal *found = arena_array(arena, struct edit_refusal, count);
    size_t found_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct edit_result alone;
        apply_once(arena, path, bytes, length, &edits[i], 1, &alone);
        if (alone.refusal_count == 0)
            continue;
        found[found_count] = alone.refusals[0];
        found[found_count++].edit = i;
    }
    if (found_count == 0)
        return;
    result->refusals = found;
    result->refusal_count = found_count;
}

void edit_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                const struct edit *edits, size_t count, struct edit_result *result)
{
    apply_once(arena, path, bytes, length, edits, count, result);
    blame(arena, path, bytes, length, edits, count, result);
}
