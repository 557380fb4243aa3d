// SPDX-License-Identifier: Apache-2.0
/* Repositories whose lists of tags are too large are remembered for a day. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/registry/large_lists.h"

enum { NOW = 1800000000, DAY = LARGE_LISTS_SECONDS };

static char folder[] = "/tmp/large-lists.XXXXXX";
static char file[sizeof folder + 16];

static void make_folder(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/new/large-lists", folder);
}

static void remove_folder(void)
{
    char inner[sizeof folder + 16];
    unlink(file);
    snprintf(inner, sizeof inner, "%s/new", folder);
    rmdir(inner);
    rmdir(folder);
}

Test(large_lists, a_list_is_remembered_for_a_day)
{
    struct large_lists lists;
    large_lists_open(&lists, NULL, NOW);
    cr_expect_null(large_lists_find(&lists, "a.example/x", NOW));
    large_lists_add(&lists, "a.example/x", NOW);
    cr_expect_not_null(large_lists_find(&lists, "a.example/x", NOW));
    cr_expect_not_null(large_lists_find(&lists, "a.example/x", NOW + DAY - 1));
    cr_expect_null(large_lists_find(&lists, "a.example/x", NOW + DAY));
    cr_expect_null(large_lists_find(&lists, "a.example/x", NOW - 1), "the clock went back");
    cr_expect_null(large_lists_find(&lists, "a.example/y", NOW));
    large_lists_close(&lists);
}

Test(large_lists, a_file_lets_the_next_run_know, .init = make_folder, .fini = remove_folder)
{
    struct large_lists lists;
    large_lists_open(&lists, file, NOW);
    large_lists_add(&lists, "a.example/x", NOW - DAY);
    large_lists_add(&lists, "a.example/y", NOW - 9);
    large_lists_add(&lists, "a.example/z", NOW - 8);
    large_lists_add(&lists, "a.example/y", NOW);
    large_lists_close(&lists);
    large_lists_open(&lists, file, NOW + 1);
    cr_expect_eq(lists.list.count, 2);
    cr_expect_eq(large_lists_find(&lists, "a.example/y", NOW + 1)->since, NOW);
    cr_expect_eq(large_lists_find(&lists, "a.example/z", NOW + 1)->since, NOW - 8);
    large_lists_close(&lists);
}

Test(large_lists, a_damaged_file_is_ignored, .init = make_folder, .fini = remove_folder)
{
    struct large_lists lists;
    char inner[sizeof folder + 16];
    snprintf(inner, sizeof inner, "%s/new", folder);
    cr_assert_eq(mkdir(inner, 0700), 0);
    FILE *out = fopen(file, "w");
    cr_assert_not_null(out);
    fprintf(out, "\n1800000000\n1800000000 \nx a.example/w\n1800000000 a.example/x\n18000");
    fclose(out);
    large_lists_open(&lists, file, NOW);
    cr_expect_eq(lists.list.count, 1);
    cr_expect_not_null(large_lists_find(&lists, "a.example/x", NOW));
    large_lists_close(&lists);
}

Test(large_lists, the_oldest_lists_are_forgotten)
{
    struct large_lists lists;
    char name[32];
    large_lists_open(&lists, NULL, NOW);
    for (int i = 0; i <= LARGE_LISTS_MAX; i++) {
        snprintf(name, sizeof name, "a.example/%d", i);
        large_lists_add(&lists, name, NOW);
    }
    cr_expect_eq(lists.list.count, LARGE_LISTS_MAX);
    cr_expect_null(large_lists_find(&lists, "a.example/0", NOW));
    cr_expect_not_null(large_lists_find(&lists, "a.example/1", NOW));
    large_lists_close(&lists);
}
