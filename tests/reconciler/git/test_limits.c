// SPDX-License-Identifier: Apache-2.0
/* The limits of a journal's branch. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "reconciler/git/journal/journal_limits.h"

/* Adds files to the stream's folder. Their names have `length` bytes. */
static void add_files(struct listing *listing, const char *stream, size_t count, int length)
{
    char path[SOURCE_PATH_MAX];
    for (size_t i = 0; i < count; i++) {
        int size = snprintf(path, sizeof path, "dev/%s/%0*zu", stream, length, i);
        cr_assert_not_null(listing_add(listing, path, (size_t)size));
    }
}

Test(limits, a_large_folder_of_the_journal_is_told_long_before_it_can_not_be_read)
{
    enum { LENGTH = 172, FILES = JOURNAL_FOLDER_LARGE / (LENGTH + 28) };
    struct listing listing = {0};
    listing_begin(&listing, NULL);
    add_files(&listing, "api", FILES, LENGTH);
    add_files(&listing, "web", FILES, LENGTH);
    cr_expect_null(journal_limits_warning(&listing), "two folders, each just small enough");
    add_files(&listing, "worker", FILES + 1, LENGTH);
    cr_expect_str_eq(journal_limits_warning(&listing),
                     "a folder of the journal is more than half as large as weir can read");
    listing_end(&listing);
    listing_done(&listing);
}

Test(limits, a_journal_gets_no_more_files_than_weir_can_read)
{
    struct err err = {0};
    struct listing listing = {0};
    listing_begin(&listing, NULL);
    add_files(&listing, "api", JOURNAL_FILES_MANY / 2, 7);
    add_files(&listing, "web", JOURNAL_FILES_MANY / 2, 7);
    cr_expect_null(journal_limits_warning(&listing));
    add_files(&listing, "worker", 1, 7);
    cr_expect_str_eq(journal_limits_warning(&listing),
                     "the journal has more than half as many files as weir can read");
    cr_expect_eq(journal_limits_check(&listing, JOURNAL_FILES_MANY - 1, &err), 0);
    cr_expect_eq(journal_limits_check(&listing, JOURNAL_FILES_MANY, &err), -1);
    cr_expect_str_eq(err.message, "the journal would have more than 1000000 files");
    listing_end(&listing);
    listing_done(&listing);
}
