// SPDX-License-Identifier: Apache-2.0
/* Trailers of weir's own commits are read as they were written. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "reconciler/git/objects/own_commit.h"

#define PARENT "83baae61804e65cc73a7201a7252750c76066a30"

static const char *print_message(struct arena *arena, const char *source)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    fputs("weir: app-prod/web:1\n\n* app-prod/web:1: x\n\n", out);
    own_commit_print_asked_for(out, "rollback", "app-prod/web:1");
    own_commit_print_asked_for(out, "promote", "app-prod/api:1");
    own_commit_print_evidence(out, "app-prod/web:1 one of\ntwo");
    own_commit_print_evidence(out, "app-prod/web:10 other");
    own_commit_print_evidence(out, "app-prod/web:1 two");
    own_commit_print_source(out, source);
    fclose(out);
    const char *message = arena_copy(arena, bytes, length);
    free(bytes);
    return message;
}

Test(own_commit, trailers_are_read_as_they_were_written)
{
    arena_scope struct arena arena = {0};
    size_t count = 0;
    const char *message = print_message(&arena, PARENT);
    cr_expect_null(own_commit_journal(&arena, message), "no journal yet");
    message = own_commit_add_journal(&arena, message, PARENT);
    cr_expect_str_eq(own_commit_journal(&arena, message), PARENT, "%s", message);
    const char *const *values = own_commit_asked_for(&arena, message, 10, &count);
    cr_assert(count == 2, "%zu values", count);
    cr_expect_str_eq(values[0], "rollback app-prod/web:1", "%s", values[0]);
    cr_expect_str_eq(values[1], "promote app-prod/api:1", "%s", values[1]);
    own_commit_asked_for(&arena, message, 1, &count);
    cr_expect(count == 1, "%zu values", count);
    cr_expect_str_eq(own_commit_word(&arena, message, "app-prod/api:1"), "promote", "a word");
    cr_expect_null(own_commit_word(&arena, message, "app-prod/api"), "another object");
    values = own_commit_evidence(&arena, message, "app-prod/web:1", 10, &count);
    cr_assert(count == 2, "%zu lines", count);
    cr_expect_str_eq(values[0], "one of?two", "%s", values[0]);
    cr_expect_str_eq(values[1], "two", "%s", values[1]);
}

Test(own_commit, only_a_commit_for_its_own_parent_is_ours)
{
    arena_scope struct arena arena = {0};
    const char *message = print_message(&arena, PARENT), *first = print_message(&arena, NULL);
    cr_expect(own_commit_is(message, PARENT), "its parent");
    cr_expect(!own_commit_is(message, "93baae61804e65cc73a7201a7252750c76066a30"), "another");
    cr_expect(!own_commit_is(message, NULL), "no parent");
    cr_expect(own_commit_is(first, NULL), "the first commit");
    cr_expect(!own_commit_is(first, PARENT), "the first commit elsewhere");
    cr_expect(!own_commit_is("weir: x\n", NULL), "no trailer");
    cr_expect_str_eq(own_commit_journal(&arena, own_commit_add_journal(&arena, message, NULL)),
                     "new", "new");
}
