// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "tests/manifests/edit_check.h"

/* WEIR_FIXTURES names the folder. */
static size_t each_fixture(void (*use)(const char *path, const struct text *text, void *context),
                           void *context)
{
    const char *folder = getenv("WEIR_FIXTURES");
    DIR *open = opendir(folder != NULL ? folder : ".");
    cr_assert_not_null(open, "WEIR_FIXTURES must name the fixtures");
    size_t count = 0;
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        text_scope struct text text = text_of(TEXT_FILE_MAX);
        int fd = openat(dirfd(open), entry->d_name, O_RDONLY | O_CLOEXEC);
        cr_assert_eq(text_read_fd(&text, fd), 0, "%s", entry->d_name);
        close(fd);
        use(entry->d_name, &text, context);
        count++;
    }
    closedir(open);
    return count;
}

static void edit_everywhere(const char *path, const struct text *text, void *context)
{
    struct edit_tally *sum = context;
    arena_scope struct arena arena = {0};
    struct edit_tally tally = {0};
    edit_check_all(&arena, path, text->data, text->length, &tally);
    cr_expect_eq(tally.parsed, 1, "%s", path);
    cr_expect_null(tally.wrong, "%s", tally.wrong);
    cr_expect_null(tally.unproved, "%s: %s", path, tally.unproved);
    sum->made += tally.made;
    sum->removed += tally.removed;
    sum->restored += tally.restored;
}

Test(edit_property,
     every_scalar_can_be_replaced_and_put_back_and_every_map_and_list_can_grow_and_shrink)
{
    struct edit_tally sum = {0};
    size_t files = each_fixture(edit_everywhere, &sum);
    cr_expect_geq(files, 15);
    cr_expect_geq(sum.made, 600, "%lu", sum.made);
    cr_expect_geq(sum.removed, 300, "%lu", sum.removed);
    cr_expect_geq(sum.restored, 150, "%lu", sum.restored);
    fprintf(stderr, "# %zu files, %lu edits made, %lu removals, %lu put back\n", files, sum.made,
            sum.removed, sum.restored);
}

static void edit_together(const char *path, const struct text *text, void *context)
{
    (void)context;
    for (uint64_t seed = 0; seed < 20; seed++) {
        arena_scope struct arena arena = {0};
        struct edit_tally tally = {0};
        edit_check_some(&arena, path, text->data, text->length, seed, 10, &tally);
        cr_expect_null(tally.wrong, "%s", tally.wrong);
        cr_expect_null(tally.unproved, "%s seed %lu: %s", path, (unsigned long)seed,
                       tally.unproved);
    }
}

Test(edit_property, several_edits_at_random_places_change_nothing_else)
{
    cr_expect_geq(each_fixture(edit_together, NULL), 15);
}
