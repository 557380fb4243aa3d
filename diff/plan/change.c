// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/change.h"

#include <string.h>

/* One row's edit in its file. */
struct located_edit {
    const char *file;
    size_t row;
    const struct row_edit *edit;
};

typedef LIST_OF(struct located_edit) placed_list;

static int by_file(const void *a, const void *b)
{
    const struct located_edit *left = a, *right = b;
    return strcmp(left->file, right->file);
}

static placed_list place_edits(struct arena *run, const struct plan *plan)
{
    placed_list placed = {0};
    for (size_t i = 0; i < plan->rows.count; i++) {
        const struct row *row = &plan->rows.items[i];
        for (size_t k = 0; k < row->edit_count; k++)
            *list_add(run, &placed) = (struct located_edit){row->file, i, &row->edits[k]};
    }
    list_sort(&placed, by_file);
    return placed;
}

/* Two rows that insert the same key: their children stand below one. */
static struct value join_values(struct arena *run, const struct value *a, const struct value *b)
{
    struct value *children = arena_array(run, struct value, a->count + b->count);
    struct value joined = *a;
    memcpy(children, a->children, a->count * sizeof *children);
    joined.children = children;
    for (size_t i = 0; i < b->count; i++) {
        const struct value *child = &b->children[i];
        size_t at = 0;
        while (at < joined.count &&
               (child->key == NULL || !text_equal(children[at].key, child->key)))
            at++;
        if (at < joined.count)
            children[at] = join_values(run, &children[at], child);
        else
            children[joined.count++] = *child;
    }
    return joined;
}

static bool joins(const struct edit *a, const struct row_edit *first, const struct row_edit *second)
{
    const struct edit *b = &second->edit;
    return a->kind == EDIT_INSERT && b->kind == EDIT_INSERT &&
           text_equal(first->key, second->key) && a->value->kind == b->value->kind &&
           a->value->kind != NODE_SCALAR;
}

struct file_edits {
    LIST_OF(struct edit) edits;
    LIST_OF(const struct row_edit *) origins; /* of each edit: the first row that wants it */
    LIST_OF(size_t) rows;
};

static void add_edit(struct arena *run, struct file_edits *file, const struct located_edit *placed)
{
    for (size_t i = 0; i < file->edits.count; i++) {
        struct edit *known = &file->edits.items[i];
        if (!joins(known, file->origins.items[i], placed->edit))
            continue;
        struct value *value = arena_new(run, struct value);
        *value = join_values(run, known->value, placed->edit->edit.value);
        known->value = value;
        return;
    }
    *list_add(run, &file->edits) = placed->edit->edit;
    *list_add(run, &file->origins) = placed->edit;
}

static void refuse(struct arena *run, struct change *out, const char *key, const char *word,
                   const char *why)
{
    *list_add(run, &out->refusals) = (struct answer){
        .question = {QUESTION_SITE_REFUSED, key},
        .state = ANSWER_FOUND,
        .word = word,
        .why = why,
    };
}

static void refuse_all(struct arena *run, struct change *out, const struct file_edits *file,
                       const char *word, const char *why)
{
    list_each (origin, &file->origins)
        refuse(run, out, (*origin)->key, word, why);
}

static void refuse_some(struct arena *run, struct change *out, const char *path,
                        const struct file_edits *file, const struct edit_result *result)
{
    for (size_t i = 0; i < result->refusal_count; i++) {
        const struct edit_refusal *refusal = &result->refusals[i];
        const char *sentence = edit_refusal_sentence(refusal->code);
        const char *more = refusal->detail != NULL ? refusal->detail : "";
        const char *why = arena_print(run, "%s:%u:%u: %s%s%s", path, refusal->line, refusal->column,
                                      sentence, *more != '\0' ? ": " : "", more);
        refuse(run, out, file->origins.items[refusal->edit]->key, edit_refusal_word(refusal->code),
               why);
    }
}

static void change_file(struct arena *run, const struct source *source, const struct plan *plan,
                        const char *path, const struct file_edits *file, struct change *out)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    struct err err = {0};
    ptrdiff_t index = source_find(source, path);
    if (index < 0 || source->read(source->context, (size_t)index, &text, &err) != 0) {
        refuse_all(run, out, file, "unreadable",
                   arena_print(run, "%s: %s", path, index < 0 ? "no such file" : err.message));
        return;
    }
    struct edit_result result = {0};
    edit_apply(run, path, text.data != NULL ? text.data : "", text.length, file->edits.items,
               file->edits.count, &result);
    refuse_some(run, out, path, file, &result);
    if (result.bytes == NULL)
        return;
    struct changed_file *changed = list_add(run, &out->files);
    *changed = (struct changed_file){
        .path = path,
        .old_bytes = arena_copy(run, text.data, text.length),
        .old_length = text.length,
        .bytes = result.bytes,
        .length = result.length,
        .rows = file->rows.items,
        .row_count = file->rows.count,
    };
    list_each (row, &file->rows)
        changed->holds_streams |= plan->rows.items[*row].kind != ROW_CONSUMER;
}

static int streams_first(const void *a, const void *b)
{
    const struct changed_file *left = a, *right = b;
    if (left->holds_streams != right->holds_streams)
        return left->holds_streams ? -1 : 1;
    return strcmp(left->path, right->path);
}

void change_make(struct arena *run, const struct source *source, const struct plan *plan,
                 struct change *out)
{
    *out = (struct change){0};
    if (plan->questions.count > 0)
        return;
    placed_list placed = place_edits(run, plan);
    for (size_t i = 0; i < placed.count;) {
        const char *path = placed.items[i].file;
        struct file_edits file = {0};
        for (; i < placed.count && strcmp(placed.items[i].file, path) == 0; i++) {
            add_edit(run, &file, &placed.items[i]);
            size_t rows = file.rows.count;
            if (rows == 0 || file.rows.items[rows - 1] != placed.items[i].row)
                *list_add(run, &file.rows) = placed.items[i].row;
        }
        change_file(run, source, plan, path, &file, out);
    }
    list_sort(&out->files, streams_first);
}
