// SPDX-License-Identifier: Apache-2.0
/* Rows whose edits are in several files make all of them or none. */
#include <criterion/criterion.h>
#include <string.h>

#include "diff/plan/change.h"
#include "manifests/base/text.h"
#include "tests/manifests/memory_source.h"

/* Sets the key `image` of each file to "new"; refused where the file has "other". */
static void add_row(struct arena *arena, struct plan *plan, const char *const *files, size_t count)
{
    static const struct value new = {.kind = NODE_SCALAR, .text = "new"};
    struct row_edit *edits = arena_array(arena, struct row_edit, count);
    for (size_t i = 0; i < count; i++)
        edits[i] = (struct row_edit){
            .edit = {.kind = EDIT_REPLACE,
                     .path = node_path_key(arena, (struct node_path){0}, "image"),
                     .expected = "old",
                     .value = &new},
            .file = files[i],
            .key = arena_print(arena, "%s#0/image", files[i]),
        };
    *list_add(arena, &plan->rows) = (struct row){
        .reason = REASON_ROLLED, .file = files[0], .edits = edits, .edit_count = count};
}

static const struct source *files_make(struct arena *arena)
{
    static const struct memory_file files[] = {
        {.path = "a.yaml", .text = "image: old\n"},   {.path = "b.yaml", .text = "image: old\n"},
        {.path = "c.yaml", .text = "image: other\n"}, {.path = "d.yaml", .text = "image: old\n"},
        {.path = "e.yaml", .text = "image: old\n"},
    };
    return memory_source(arena, files, sizeof files / sizeof *files);
}

Test(change, a_row_edits_several_files)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct change change;
    add_row(&arena, &plan, (const char *[]){"b.yaml", "a.yaml"}, 2);
    change_make(&arena, files_make(&arena), &plan, &change);
    cr_assert_eq(change.files.count, 2);
    cr_expect_str_eq(change.files.items[0].path, "a.yaml");
    cr_expect_str_eq(change.files.items[1].path, "b.yaml");
    list_each (file, &change.files)
        cr_expect_eq(strncmp(file->bytes, "image: new\n", file->length), 0);
}

Test(change, a_refused_edit_keeps_the_other_files_of_its_row)
{
    arena_scope struct arena arena = {0};
    struct plan plan = {0};
    struct change change;
    add_row(&arena, &plan, (const char *[]){"a.yaml", "b.yaml"}, 2); /* b.yaml is not written */
    add_row(&arena, &plan, (const char *[]){"b.yaml", "c.yaml"}, 2); /* c.yaml is refused */
    add_row(&arena, &plan, (const char *[]){"d.yaml", "e.yaml"}, 2);
    change_make(&arena, files_make(&arena), &plan, &change);
    cr_assert_eq(change.refusals.count, 1);
    cr_expect_str_eq(change.refusals.items[0].question.key, "c.yaml#0/image");
    cr_assert_eq(change.files.count, 2);
    cr_expect_str_eq(change.files.items[0].path, "d.yaml");
    cr_expect_str_eq(change.files.items[1].path, "e.yaml");
}
