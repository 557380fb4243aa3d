// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/change.h"

#include <string.h>

#include "manifests/base/set.h"

/* The state of making a change. */
struct making {
    struct arena *run;
    const struct source *source;
    const struct plan *plan;
    bool *refused; /* for each row of the plan: an edit in one of its files was refused */
    struct change *out;
};

/* One edit and its row. */
struct located_edit {
    size_t row;
    const struct row_edit *edit;
};

typedef LIST_OF(struct located_edit) located_list;

static int by_file(const void *a, const void *b)
{
    const struct located_edit *left = a, *right = b;
    return strcmp(left->edit->file, right->edit->file);
}

/* Returns the edits of all rows, sorted by file; within a file in the order of the plan. */
static located_list locate_edits(struct arena *run, const struct plan *plan)
{
    located_list located = {0};
    for (size_t i = 0; i < plan->rows.count; i++) {
        const struct row *row = &plan->rows.items[i];
        for (size_t k = 0; k < row->edit_count; k++)
            *list_add(run, &located) = (struct located_edit){i, &row->edits[k]};
    }
    list_sort(&located, by_file);
    return located;
}

typedef LIST_OF(const struct value *) value_list;

/* The values that are inserted under one key. */
struct keyed_values {
    const char *key; /* NULL for an item of a list, which is never joined with another */
    value_list values;
};

static uint64_t hash_key(const void *key)
{
    return set_hash_text(0, ((const struct keyed_values *)key)->key);
}

static bool same_key(const void *item, const void *key)
{
    return text_equal(((const struct keyed_values *)item)->key,
                      ((const struct keyed_values *)key)->key);
}

static const struct set_kind keyed_kind = {sizeof(struct keyed_values), sizeof(char *), hash_key,
                                           same_key};

/* Returns the joined value of rows that insert the same key: the children of all, with the values
 * of equal keys joined as well. */
static struct value join_values(struct arena *run, const value_list *values)
{
    arena_scope struct arena scratch = {0};
    set_scope struct set set = {.kind = &keyed_kind};
    LIST_OF(struct keyed_values) keyed = {0};
    struct value joined = *values->items[0];
    if (values->count == 1)
        return joined;
    list_each (value, values)
        for (size_t i = 0; i < (*value)->count; i++) {
            const struct value *child = &(*value)->children[i];
            struct keyed_values one = {.key = child->key};
            size_t at = keyed.count;
            if (child->key != NULL)
                at = set_add(&set, keyed.items, keyed.count, &one);
            if (at == keyed.count)
                *list_add(&scratch, &keyed) = one;
            *list_add(&scratch, &keyed.items[at].values) = child;
        }
    struct value *children = arena_array(run, struct value, keyed.count);
    for (size_t i = 0; i < keyed.count; i++)
        children[i] = join_values(run, &keyed.items[i].values);
    joined.children = children;
    joined.count = keyed.count;
    return joined;
}

/* An insertion of a map or a list, and the values of all rows that insert it. */
struct insertion {
    const char *key;
    enum node_kind kind;
    size_t edit; /* its index in file_edits.edits */
    value_list values;
};

static uint64_t hash_insertion(const void *key)
{
    const struct insertion *insertion = key;
    return set_hash_text((uint64_t)insertion->kind, insertion->key);
}

static bool same_insertion(const void *item, const void *key)
{
    const struct insertion *a = item, *b = key;
    return a->kind == b->kind && strcmp(a->key, b->key) == 0;
}

static const struct set_kind insertion_kind = {sizeof(struct insertion), sizeof(char *),
                                               hash_insertion, same_insertion};

/* The edits of one file. */
struct file_edits {
    const char *path;
    LIST_OF(struct edit) edits;
    LIST_OF(const struct row_edit *) origins; /* for each edit: the row_edit that first wanted it */
    LIST_OF(size_t) rows;
    LIST_OF(struct insertion) insertions;
    struct set insertion_set;
};

static void add_edit(struct arena *run, struct file_edits *file, const struct row_edit *added)
{
    const struct edit *edit = &added->edit;
    if (edit->kind == EDIT_INSERT && edit->value->kind != NODE_SCALAR) {
        const struct insertion one = {added->key, edit->value->kind, file->edits.count, {0}};
        size_t count = file->insertions.count;
        size_t at = set_add(&file->insertion_set, file->insertions.items, count, &one);
        if (at == count)
            *list_add(run, &file->insertions) = one;
        *list_add(run, &file->insertions.items[at].values) = edit->value;
        if (at < count)
            return;
    }
    *list_add(run, &file->edits) = *edit;
    *list_add(run, &file->origins) = added;
}

/* Adds the edits from `located` that are of the file, and returns how many there are. */
static size_t add_edits(struct arena *run, struct file_edits *file,
                        const struct located_edit *located, size_t count)
{
    size_t i = 0;
    for (; i < count && strcmp(located[i].edit->file, file->path) == 0; i++) {
        add_edit(run, file, located[i].edit);
        size_t rows = file->rows.count;
        if (rows == 0 || file->rows.items[rows - 1] != located[i].row)
            *list_add(run, &file->rows) = located[i].row;
    }
    list_each (insertion, &file->insertions) {
        if (insertion->values.count == 1)
            continue;
        struct value *value = arena_new(run, struct value);
        *value = join_values(run, &insertion->values);
        file->edits.items[insertion->edit].value = value;
    }
    set_done(&file->insertion_set);
    return i;
}

static void refuse(struct making *making, const struct row_edit *edit, const char *word,
                   const char *why)
{
    *list_add(making->run, &making->out->refusals) = (struct answer){
        .question = {QUESTION_SITE_REFUSED, edit->key},
        .state = ANSWER_FOUND,
        .word = word,
        .why = why,
    };
}

/* Adds a refusal for each edit that edit_apply() refused; the file is then not changed at all. */
static void refuse_edits(struct making *making, const struct file_edits *file,
                         const struct edit_result *result)
{
    for (size_t i = 0; i < result->refusal_count; i++) {
        const struct edit_refusal *refusal = &result->refusals[i];
        const char *more = refusal->detail != NULL ? refusal->detail : "";
        refuse(making, file->origins.items[refusal->edit], edit_refusal_word(refusal->code),
               arena_print(making->run, "%s:%u:%u: %s%s%s", file->path, refusal->line,
                           refusal->column, edit_refusal_sentence(refusal->code),
                           *more != '\0' ? ": " : "", more));
    }
}

static void refuse_file(struct making *making, const struct file_edits *file, const char *why)
{
    list_each (origin, &file->origins)
        refuse(making, *origin, "unreadable", arena_print(making->run, "%s: %s", file->path, why));
}

static void add_changed(struct making *making, const struct file_edits *file,
                        const struct text *old, const struct edit_result *result)
{
    struct changed_file *changed = list_add(making->run, &making->out->files);
    *changed = (struct changed_file){
        .path = file->path,
        .old_bytes = arena_copy(making->run, old->data, old->length),
        .old_length = old->length,
        .bytes = result->bytes,
        .length = result->length,
        .rows = file->rows.items,
        .row_count = file->rows.count,
    };
    list_each (row, &file->rows)
        changed->holds_streams |= making->plan->rows.items[*row].kind != ROW_CONSUMER;
}

static void change_file(struct making *making, const struct file_edits *file)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    struct err err = {0};
    const struct source *source = making->source;
    size_t refusals = making->out->refusals.count;
    ptrdiff_t index = source_find(source, file->path);
    if (index < 0) {
        refuse_file(making, file, "no such file");
    } else if (source->read(source->context, (size_t)index, &text, &err) < 0) {
        refuse_file(making, file, err.message);
    } else {
        struct edit_result result = {0};
        edit_apply(making->run, file->path, text.data != NULL ? text.data : "", text.length,
                   file->edits.items, file->edits.count, &result);
        refuse_edits(making, file, &result);
        if (result.bytes != NULL)
            add_changed(making, file, &text, &result);
    }
    if (making->out->refusals.count > refusals)
        list_each (row, &file->rows)
            making->refused[*row] = true;
}

/* Returns true if a row of the file has a refused edit, and then marks all rows of the file. */
static bool incomplete(struct making *making, const struct changed_file *file)
{
    bool refused = false;
    for (size_t i = 0; i < file->row_count; i++)
        refused |= making->refused[file->rows[i]];
    for (size_t i = 0; refused && i < file->row_count; i++)
        making->refused[file->rows[i]] = true;
    return refused;
}

/* Drops each file that a refused row edits, which refuses the other rows of that file too, until no
 * more files are dropped. */
static void drop_incomplete(struct making *making)
{
    struct change *out = making->out;
    size_t before = out->files.count + 1;
    while (out->refusals.count > 0 && out->files.count < before) {
        before = out->files.count;
        out->files.count = 0;
        for (size_t i = 0; i < before; i++)
            if (!incomplete(making, &out->files.items[i]))
                out->files.items[out->files.count++] = out->files.items[i];
    }
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
    bool *refused = arena_array(run, bool, plan->rows.count);
    struct making making = {run, source, plan, refused, out};
    located_list located = locate_edits(run, plan);
    for (size_t i = 0; i < located.count;) {
        struct file_edits file = {.path = located.items[i].edit->file,
                                  .insertion_set = {.kind = &insertion_kind}};
        i += add_edits(run, &file, located.items + i, located.count - i);
        change_file(&making, &file);
    }
    drop_incomplete(&making);
    list_sort(&out->files, streams_first);
}
