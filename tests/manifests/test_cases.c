// SPDX-License-Identifier: Apache-2.0
/*
 * Each file of cases/ is one small repository and what it declares: sections "-- file PATH --" and
 * "-- note PATH REASON --" (a file or folder that was left out), then "-- declared --" and "--
 * problems --". With WEIR_ACCEPT=1 the last two are rewritten.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/declared/declare.h"
#include "manifests/declared/parts_cache.h"
#include "tests/manifests/declared_print.h"
#include "tests/manifests/memory_source.h"

struct golden {
    LIST_OF(struct memory_file) files;
    const char *declared, *problems;
    size_t input; /* bytes before "-- declared --" */
};

static char *read_whole(struct arena *arena, const char *path)
{
    text_scope struct text text = text_of(TEXT_FILE_MAX);
    FILE *in = fopen(path, "r");
    cr_assert(in != NULL, "%s", path);
    cr_assert_eq(text_read_fd(&text, fileno(in)), 0);
    fclose(in);
    return arena_copy(arena, text.data, text.length);
}

/* Returns the next line that is a section's title, from `at` on, or the end of the text. */
static char *next_title(char *at)
{
    while (*at != '\0' && strncmp(at, "-- ", 3) != 0) {
        char *end = strchr(at, '\n');
        at = end != NULL ? end + 1 : at + strlen(at);
    }
    return at;
}

static struct golden parse_golden(struct arena *arena, char *text)
{
    struct golden golden = {.declared = "", .problems = "", .input = strlen(text)};
    for (char *title = next_title(text); *title != '\0';) {
        char *body = strchr(title, '\n') + 1;
        char *next = next_title(body);
        char *content = arena_copy(arena, body, (size_t)(next - body));
        char path[256] = "", note[256] = "";
        if (sscanf(title, "-- file %255s --", path) == 1)
            *list_add(arena, &golden.files) =
                (struct memory_file){.path = arena_text(arena, path), .text = content};
        else if (sscanf(title, "-- note %255s %255[^\n]", path, note) == 2)
            *list_add(arena, &golden.files) =
                (struct memory_file){.path = arena_text(arena, path),
                                     .note = arena_copy(arena, note, strlen(note) - strlen(" --"))};
        else if (text_starts(title, "-- declared --"))
            golden.declared = content;
        else if (text_starts(title, "-- problems --"))
            golden.problems = content;
        if (text_starts(title, "-- declared --"))
            golden.input = (size_t)(title - text);
        title = next;
    }
    return golden;
}

/* The next run finds the same with the kept parts as without them. */
static void check_kept(const struct parts *before, const struct golden *golden, const char *path)
{
    arena_scope struct arena arena = {0};
    parts_scope struct parts *parts = parts_open();
    text_scope struct text kept = text_of(PARTS_KEPT_MAX);
    if (parts_keep(before, "build", &kept))
        cr_assert(parts_recall(parts, "build", kept.data, kept.length), "%s", path);
    struct declared declared;
    declared_make(&arena, memory_source(&arena, golden->files.items, golden->files.count), parts,
                  &declared);
    char *printed = declared_print(&declared), *problems = problems_print(&declared);
    cr_expect_str_eq(printed, golden->declared, "%s, kept, declares:\n%s", path, printed);
    cr_expect_str_eq(problems, golden->problems, "%s, kept, has:\n%s", path, problems);
    free(printed);
    free(problems);
}

static void check_case(const char *path)
{
    arena_scope struct arena arena = {0};
    parts_scope struct parts *parts = parts_open();
    char *text = read_whole(&arena, path);
    struct golden golden = parse_golden(&arena, text);
    struct declared declared;
    declared_make(&arena, memory_source(&arena, golden.files.items, golden.files.count), parts,
                  &declared);
    char *printed = declared_print(&declared), *problems = problems_print(&declared);
    bool same = strcmp(printed, golden.declared) == 0 && strcmp(problems, golden.problems) == 0;
    if (!same && getenv("WEIR_ACCEPT") != NULL) {
        FILE *out = fopen(path, "w");
        fprintf(out, "%.*s-- declared --\n%s-- problems --\n%s", (int)golden.input, text, printed,
                problems);
        fclose(out);
    } else {
        cr_expect_str_eq(printed, golden.declared, "%s declares:\n%s", path, printed);
        cr_expect_str_eq(problems, golden.problems, "%s has the problems:\n%s", path, problems);
        check_kept(parts, &golden, path);
    }
    free(printed);
    free(problems);
}

Test(cases, every_case_declares_what_is_expected)
{
    struct dirent **names = NULL;
    int count = scandir(CASES, &names, NULL, alphasort), checked = 0;
    for (int i = 0; i < count; i++) {
        arena_scope struct arena arena = {0};
        if (text_ends(names[i]->d_name, ".case")) {
            check_case(arena_print(&arena, "%s/%s", CASES, names[i]->d_name));
            checked++;
        }
        free(names[i]);
    }
    free(names);
    cr_assert_gt(checked, 10);
}

Test(cases, every_problem_code_occurs)
{
    arena_scope struct arena arena = {0};
    struct dirent **names = NULL;
    int count = scandir(CASES, &names, NULL, alphasort);
    bool found[PROBLEM_COUNT] = {false};
    /* A source that fails and files of many megabytes: test_declared.c has them. */
    found[PROBLEM_UNREADABLE] = found[PROBLEM_LIMIT] = true;
    for (int i = 0; i < count; i++) {
        char *text = arena_text(&arena, "");
        if (text_ends(names[i]->d_name, ".case"))
            text = read_whole(&arena, arena_print(&arena, "%s/%s", CASES, names[i]->d_name));
        struct golden golden = parse_golden(&arena, text);
        for (int code = 0; code < PROBLEM_COUNT; code++) {
            const char *word = arena_print(&arena, ": %s", problem_word((enum problem_code)code));
            found[code] = found[code] || strstr(golden.problems, word) != NULL;
        }
        free(names[i]);
    }
    free(names);
    for (int code = 0; code < PROBLEM_COUNT; code++)
        cr_expect(found[code], "no case has %s", problem_word((enum problem_code)code));
}

/* xorshift: the same numbers in every run. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static const char *const scraps[] = {
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "*a",
    "&a ",
    "<<: *a\n",
    "\n---\n",
    "\"",
    "'",
    "\t",
    "\r\n",
    "null",
    "${X}",
    "{{ x }}",
    "!!int ",
    "|\n",
    "\xef\xbb\xbf",
    "*",
    "@",
    "/../",
    "\xff",
    "true",
    "18446744073709551616",
    "kind: List\nitems:\n",
    "#",
    ",",
    ":",
};

/* Copies the text with a few bytes cut, doubled, changed or put in. */
static char *mutate(struct arena *arena, const char *text, uint32_t *state)
{
    char *result = arena_text(arena, text);
    for (uint32_t round = next_random(state) % 4 + 1; round > 0; round--) {
        size_t length = strlen(result);
        size_t at = length > 0 ? next_random(state) % length : 0;
        size_t span = next_random(state) % 40;
        span = span < length - at ? span : length - at;
        const char *scrap = scraps[next_random(state) % (sizeof scraps / sizeof *scraps)];
        switch (next_random(state) % 4) {
        case 0:
            result = arena_print(arena, "%.*s%s", (int)at, result, result + at + span);
            break;
        case 1:
            result = arena_print(arena, "%.*s%.*s%s", (int)at, result, (int)span, result + at,
                                 result + at);
            break;
        case 2:
            result = arena_print(arena, "%.*s%s%s", (int)at, result, scrap, result + at);
            break;
        default:
            if (length > 0)
                result[at] = (char)(next_random(state) % 255 + 1);
            break;
        }
    }
    return result;
}

Test(cases, ten_thousand_mutated_manifests_neither_crash_nor_hang)
{
    arena_scope struct arena arena = {0};
    struct dirent **names = NULL;
    int count = scandir(CASES, &names, NULL, alphasort);
    LIST_OF(struct golden) goldens = {0};
    for (int i = 0; i < count; i++) {
        if (text_ends(names[i]->d_name, ".case")) {
            char *text = read_whole(&arena, arena_print(&arena, "%s/%s", CASES, names[i]->d_name));
            *list_add(&arena, &goldens) = parse_golden(&arena, text);
        }
        free(names[i]);
    }
    free(names);
    uint32_t state = 1;
    parts_scope struct parts *parts = parts_open();
    for (size_t i = 0; i < 10000; i++) {
        arena_scope struct arena run = {0};
        struct golden *golden = &goldens.items[i % goldens.count];
        struct memory_file *file = &golden->files.items[next_random(&state) % golden->files.count];
        const char *kept = file->text;
        if (kept == NULL) /* a link, or another file that is not read */
            continue;
        file->text = mutate(&run, kept, &state);
        struct declared declared;
        declared_make(&run, memory_source(&run, golden->files.items, golden->files.count), parts,
                      &declared);
        list_each (problem, &declared.problems)
            cr_assert(problem->path != NULL && problem->message[0] != '\0');
        file->text = kept;
    }
}
