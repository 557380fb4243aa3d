// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/secret_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reconciler/net/credential.h"

static char folder[] = "/tmp/weir-test-XXXXXX";
static char path[64], other[64];

static void make_folder(void)
{
    cr_assert(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/token", folder);
    snprintf(other, sizeof other, "%s/other", folder);
}

static void remove_folder(void)
{
    unlink(path);
    unlink(other);
    rmdir(folder);
}

static void put(const char *name, const char *bytes, size_t length)
{
    FILE *out = fopen(name, "w");
    cr_assert(out != NULL);
    cr_assert_eq(fwrite(bytes, 1, length, out), length);
    fclose(out);
}

Test(secret_file, line_breaks_at_the_end_are_no_part_of_the_secret, .init = make_folder,
     .fini = remove_folder)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *secret; /* NULL: refused */
    } rows[] = {
        {"abc", 3, "abc"}, {"abc\r\n\n", 6, "abc"}, {" a b \n", 6, " a b "},
        {"", 0, NULL},     {"\n", 1, NULL},         {"a\0b", 3, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *secret = NULL;
        struct err err = {0};
        put(path, rows[i].bytes, rows[i].length);
        int got = secret_file_read(path, &secret, &err);
        cr_expect_eq(got, rows[i].secret != NULL ? 0 : -1, "row %zu: %s", i, err.message);
        cr_expect(got < 0 || strcmp(secret, rows[i].secret) == 0, "row %zu", i);
        cr_expect(got == 0 || strstr(err.message, path) != NULL, "%s", err.message);
        credential_free(secret);
    }
}

Test(secret_file, a_changed_file_is_read_again, .init = make_folder, .fini = remove_folder)
{
    struct secret_file file = {.path = path};
    put(path, "one\n", 4);
    cr_expect(secret_file_refresh(&file, false), "the first time");
    cr_expect_str_eq(file.secret, "one");
    cr_expect(!secret_file_refresh(&file, false), "nothing has changed");
    cr_expect(!secret_file_refresh(&file, true), "the secret is the same");
    put(other, "two", 3);
    unlink(path);
    cr_assert_eq(symlink(other, path), 0);
    cr_expect(secret_file_refresh(&file, false), "a link to another file");
    cr_expect_str_eq(file.secret, "two");
    put(other, "", 0);
    cr_expect(!secret_file_refresh(&file, false));
    cr_expect_str_eq(file.secret, "two", "an empty file is not used");
    cr_expect(strstr(file.trouble.message, "has no token") != NULL, "%s", file.trouble.message);
    put(other, "three", 5);
    cr_expect(secret_file_refresh(&file, false));
    cr_expect_str_eq(file.trouble.message, "");
    secret_file_done(&file);
    cr_expect(!secret_file_refresh(&(struct secret_file){0}, true), "there is no file");
}
