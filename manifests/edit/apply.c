// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/apply.h"

#include <stdio.h>
#include <string.h>

#include "manifests/edit/add.h"
#include "manifests/edit/editing.h"
#include "manifests/edit/habits.h"
#include "manifests/edit/open_end.h"
#include "manifests/edit/proof.h"
#include "manifests/edit/refuse.h"
#include "manifests/edit/remove.h"
#include "manifests/edit/replace.h"
#include "manifests/edit/resolve.h"
#include "manifests/edit/rewrite.h"

/* Returns the bytes with all splices applied, or NULL if two splices overlap. */
static char *spliced(struct editing *e, size_t *length)
{
    list_sort(&e->splices, open_end_order);
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

/* Refuses all edits because of an error of the parser, at the place of the error. */
static void refuse_unparsed(struct editing *e, const struct err *err)
{
    unsigned line = 0, column = 0;
    const char *place = err->place + strlen(err->place);
    for (unsigned colons = 0; place > err->place && colons < 2; place--)
        colons += place[-1] == ':';
    if (sscanf(place, ":%u:%u", &line, &column) != 2)
        line = column = 0;
    refuse_all(e, e->length > TEXT_FILE_MAX ? EDIT_REFUSED_LIMIT : EDIT_REFUSED_PARSE,
               err->message);
    for (size_t i = 0; i < e->count; i++) {
        e->targets[i].refusal.line = line;
        e->targets[i].refusal.column = column;
    }
}

static int by_node(const void *a, const void *b)
{
    const struct target *left = *(struct target *const *)a, *right = *(struct target *const *)b;
    uintptr_t one = (uintptr_t)left->node, two = (uintptr_t)right->node;
    return (one > two) - (one < two);
}

/* Sets target.earlier of all edits. */
static void link_targets(struct editing *e)
{
    struct target **order = arena_array(e->scratch, struct target *, e->count);
    for (size_t i = 0; i < e->count; i++)
        order[i] = &e->targets[i];
    list_order(order, e->count, sizeof *order, by_node); /* stable */
    for (size_t i = 0; i < e->count; i++) {
        bool same = i > 0 && order[i]->node != NULL && order[i - 1]->node == order[i]->node;
        order[i]->earlier = same ? (size_t)(order[i - 1] - e->targets) : EDIT_NONE;
    }
}

/* Parses the file, and makes the splices of each edit or refuses the edit. */
static void prepare(struct editing *e)
{
    struct err err = {0};
    if (document_parse(e->scratch, e->path, e->bytes, e->length, &e->documents, &err) < 0) {
        refuse_unparsed(e, &err);
        return;
    }
    size_t base = e->documents.form.bom ? 3 : 0;
    if (e->documents.form.json && !edit_is_json(e->bytes + base, e->length - base)) {
        refuse_all(e, EDIT_REFUSED_PARSE, "the file is not valid JSON");
        return;
    }
    habits_learn(e);
    e->comments = comments_find(e->scratch, e->bytes, e->length, &e->documents);
    for (size_t i = 0; i < e->count; i++)
        (void)edit_resolve(e, i);
    link_targets(e);
    for (size_t i = 0; i < e->count; i++) {
        if (e->targets[i].state == TARGET_REFUSED)
            continue;
        if (e->edits[i].kind == EDIT_REPLACE)
            (void)replace_make(e, i);
        else if (e->edits[i].kind == EDIT_REWRITE)
            (void)rewrite_make(e, i);
        else if (e->edits[i].kind == EDIT_REMOVE)
            (void)remove_check(e, i);
        else
            (void)add_make(e, i);
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
    enum edit_refusal_code code = EDIT_REFUSED_PROOF;
    char *new_bytes = spliced(&e, &new_length);
    if (new_bytes != NULL && new_length > TEXT_FILE_MAX)
        refuse_all(&e, EDIT_REFUSED_LIMIT, NULL);
    else if (new_bytes == NULL || !proof_holds(&e, new_bytes, new_length, &code, &detail))
        refuse_all(&e, code, detail);
    *result = (struct edit_result){.bytes = new_bytes, .length = new_length};
    collect(&e, result);
    if (result->refusal_count > 0) {
        result->bytes = NULL;
        result->length = 0;
    }
}

/* If the proof failed for 2 to ALONE_MAX edits, tries each edit alone and refuses only those that
 * fail. If none fails alone, or if there are more edits, all remain refused. */
static void blame(struct arena *arena, const char *path, const char *bytes, size_t length,
                  const struct edit *edits, size_t count, struct edit_result *result)
{
    enum { ALONE_MAX = 64 };
    if (count < 2 || count > ALONE_MAX || result->refusal_count == 0 ||
        (result->refusals[0].code != EDIT_REFUSED_PROOF &&
         result->refusals[0].code != EDIT_REFUSED_OWNER))
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

void apply_edits(struct arena *arena, const char *path, const char *bytes, size_t length,
                 const struct edit *edits, size_t count, struct edit_result *result)
{
    apply_once(arena, path, bytes, length, edits, count, result);
    blame(arena, path, bytes, length, edits, count, result);
}
