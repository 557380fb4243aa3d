// SPDX-License-Identifier: Apache-2.0
/* `git apply` of the output of unified_print must give the new bytes. */
#include "reconciler/report/unified.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

static char folder[] = "/tmp/unified-XXXXXX";

static void write_file(const char *name, const char *bytes, size_t length)
{
    FILE *out = fopen(name, "w");
    cr_assert(out != NULL && fwrite(bytes, 1, length, out) == length && fclose(out) == 0);
}

static void check(const char *path, const char *old, size_t old_length, const char *new,
                  size_t new_length)
{
    cr_assert(chdir(folder) == 0);
    write_file(path, old, old_length);
    char *patch = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&patch, &length);
    unified_print(out, path, old, old_length, new, new_length);
    fclose(out);
    write_file("patch", patch, length);
    int status = length == 0 ? 0 : system("git apply --whitespace=nowarn patch");
    cr_expect_eq(status, 0, "git refused:\n%s", patch);
    FILE *in = fopen(path, "r");
    cr_assert(in != NULL);
    char got[65536];
    size_t size = fread(got, 1, sizeof got, in);
    fclose(in);
    cr_expect(size == new_length && memcmp(got, new, size) == 0, "other bytes after:\n%s", patch);
    free(patch);
}

static void begin(void)
{
    strcpy(folder, "/tmp/unified-XXXXXX");
    cr_assert(mkdtemp(folder) != NULL);
    setenv("GIT_CEILING_DIRECTORIES", "/tmp", 1);
}

static void end(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_expect_eq(system(command), 0);
}

Test(unified, git_applies_the_printed_patch, .init = begin, .fini = end)
{
    static const char *const pairs[][2] = {
        {"a\n", "b\n"},
        {"a", "b"},
        {"a\n", "a"},
        {"a", "a\n"},
        {"", "a\n"},
        {"a\n", ""},
        {"a\r\nb\r\n", "a\r\nc\r\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n9\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n7\n8\n9\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n", "x\n2\n3\n4\n5\n6\n7\n8\n9\ny\n"},
        {"1\n2\n3\n4\n5\n6\n7\n8\n9", "x\n2\n3\n4\n5\n6\n7\n8\ny"},
        {"\xef\xbb\xbf"
         "a: \xc3\xa9\n",
         "\xef\xbb\xbf"
         "a: \xc3\xa8\n"},
        {"same\n", "same\n"},
    };
    static const char *const paths[] = {"web.yaml", "a b.yaml", "\"q\\.yaml", "caf\xc3\xa9.yaml"};
    for (size_t p = 0; p < sizeof paths / sizeof *paths; p++)
        for (size_t i = 0; i < (p == 0 ? sizeof pairs / sizeof *pairs : 1); i++)
            check(paths[p], pairs[i][0], strlen(pairs[i][0]), pairs[i][1], strlen(pairs[i][1]));
}

Test(unified, git_applies_any_mix_of_edits, .init = begin, .fini = end)
{
    srand(7);
    for (int round = 0; round < 60; round++) {
        char old[2048] = "", new[2048] = "";
        for (int line = 0; line < 40; line++) {
            char text[16];
            snprintf(text, sizeof text, "%d\n", rand() % 5);
            int what = rand() % 12;
            if (what != 0)
                strcat(old, text);
            if (what == 1)
                strcat(new, "new\n");
            if (what != 2)
                strcat(new, text);
        }
        check("mix", old, strlen(old) - (size_t)(round % 2), new, strlen(new));
    }
}

Test(unified, git_applies_a_whole_text_report, .init = begin, .fini = end)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.patch = true;
    cr_assert(chdir(folder) == 0 && mkdir("app-dev", 0700) == 0);
    list_each (file, &shop.change.files)
        write_file(file->path, file->old_bytes, file->old_length);
    FILE *out = fopen("report", "w");
    report_print(REPORT_PLAN, REPORT_TEXT, &shop.report, out);
    fclose(out);
    cr_assert_eq(system("git apply report"), 0);
    list_each (file, &shop.change.files) {
        char got[4096] = "";
        FILE *in = fopen(file->path, "r");
        cr_assert(in != NULL);
        cr_expect_eq(fread(got, 1, sizeof got - 1, in), file->length);
        fclose(in);
        cr_expect_str_eq(got, file->bytes);
    }
}
