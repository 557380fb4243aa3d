// SPDX-License-Identifier: Apache-2.0
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/diff/golden.h"

static void show_difference(const char *expected, const char *got)
{
    char a[] = "/tmp/weir-expected-XXXXXX", b[] = "/tmp/weir-got-XXXXXX", command[256];
    FILE *left = fdopen(mkstemp(a), "w"), *right = fdopen(mkstemp(b), "w");
    fputs(expected, left);
    fputs(got, right);
    fclose(left);
    fclose(right);
    snprintf(command, sizeof command, "diff -u %s %s | sed 's/^/# /'", a, b);
    fflush(stdout);
    int status = system(command);
    (void)status;
    unlink(a);
    unlink(b);
}

bool golden_matches(const char *path, const struct golden *golden, const char *got)
{
    if (strcmp(got, golden->expected) == 0)
        return true;
    if (getenv("WEIR_ACCEPT") == NULL) {
        show_difference(golden->expected, got);
        return false;
    }
    FILE *out = fopen(path, "w");
    fprintf(out, "%s%s", golden->inputs, got);
    fclose(out);
    return true;
}

int golden_run_all(const char *folder, const char *suffix, bool (*run)(const char *path))
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort), found = 0, failed = 0;
    for (int i = 0; i < count; i++) {
        char path[SOURCE_PATH_MAX];
        if (text_ends(entries[i]->d_name, suffix)) {
            snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
            bool passed = run(path);
            printf("%s %d - %s\n", passed ? "ok" : "not ok", ++found, entries[i]->d_name);
            failed += !passed;
        }
        free(entries[i]);
    }
    free(entries);
    printf("1..%d\n", found);
    if (found == 0)
        fprintf(stderr, "usage: give a folder with *%s files\n", suffix);
    return found == 0 ? 2 : failed > 0;
}
