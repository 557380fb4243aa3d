// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/duration.h"
#include "manifests/base/err.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"
#include "manifests/base/text.h"
#include "manifests/base/utf8.h"

Test(err, a_wrap_keeps_the_innermost_cause_when_both_do_not_fit)
{
    struct err err = {0};
    char filler[ERR_MESSAGE_MAX];
    memset(filler, 'x', sizeof filler - 1);
    filler[sizeof filler - 1] = '\0';
    filler[100] = ':';
    filler[101] = ' ';
    err_set(&err, "the cause");
    err_wrap(&err, "%.400s", filler);
    err_wrap(&err, "%.400s", filler);
    err_wrap(&err, "%.400s", filler);
    cr_assert(text_ends(err.message, ": the cause"), "%s", err.message);
    cr_assert(strstr(err.message, "...: ") != NULL);
    cr_assert_lt(strlen(err.message), ERR_MESSAGE_MAX);
}

Test(err, control_bytes_never_reach_a_terminal)
{
    struct err err = {0};
    err_set(&err, "bad '\033[2J'");
    cr_assert_str_eq(err.message, "bad '?[2J'");
}

Test(err, a_place_keeps_the_end_of_a_long_path)
{
    struct err err = {0};
    char path[2 * ERR_PLACE_MAX];
    memset(path, 'a', sizeof path - 1);
    memcpy(path + sizeof path - 8, "/z.yaml", 8);
    err_place(&err, path, 12, 7);
    cr_assert(text_ends(err.place, "/z.yaml:12:7"), "%s", err.place);
    cr_assert(text_starts(err.place, "..."));
    err_place(&err, "short.yaml", 0, 0);
    cr_assert_str_eq(err.place, "short.yaml");
}

Test(err, setting_from_its_own_text_is_safe)
{
    struct err err = {0};
    err_set(&err, "inner");
    err_set(&err, "outer (%s)", err.message);
    cr_assert_str_eq(err.message, "outer (inner)");
}

Test(arena, texts_are_joined)
{
    arena_scope struct arena arena = {0};
    const char *const texts[] = {"a", "", "bc"};
    cr_expect_str_eq(arena_join(&arena, texts, 0, ", "), "");
    cr_expect_str_eq(arena_join(&arena, texts, 1, ", "), "a");
    cr_expect_str_eq(arena_join(&arena, texts, 3, ", "), "a, , bc");
}

Test(arena, memory_is_zeroed_and_survives_growth)
{
    arena_scope struct arena arena = {0};
    char *first = arena_text(&arena, "first");
    for (int i = 0; i < 1000; i++) {
        unsigned char *bytes = arena_alloc(&arena, 100);
        for (int k = 0; k < 100; k++)
            cr_assert_eq(bytes[k], 0);
        memset(bytes, 0xff, 100);
    }
    cr_assert_str_eq(first, "first");
    arena_clear(&arena);
    cr_assert_eq(arena.used, 0);
    cr_assert_str_eq(arena_print(&arena, "%d-%s", 7, "x"), "7-x");
}

static int by_first(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return (*left)[0] - (*right)[0];
}

Test(list, sorting_is_stable)
{
    arena_scope struct arena arena = {0};
    LIST_OF(const char *) words = {0};
    const char *input[] = {"b1", "a1", "c1", "a2", "b2", "a3"};
    for (size_t i = 0; i < 6; i++)
        *list_add(&arena, &words) = input[i];
    list_sort(&words, by_first);
    const char *expected[] = {"a1", "a2", "a3", "b1", "b2", "c1"};
    size_t at = 0;
    list_each (word, &words)
        cr_assert_str_eq(*word, expected[at++]);
    cr_assert_eq(at, 6);
}

Test(text, never_grows_past_its_maximum)
{
    text_scope struct text text = text_of(5);
    cr_assert_eq(text_append(&text, "abc", 3), 0);
    cr_assert_eq(text_append(&text, "def", 3), -1);
    cr_assert_str_eq(text.data, "abc");
    cr_assert_eq(text_append(&text, "de", 2), 0);
    cr_assert_eq(text_append(&text, "", 0), 0);
    cr_assert_str_eq(text.data, "abcde");
}

Test(text, unsafe_text_is_escaped)
{
    static const struct {
        const char *text, *shown;
    } rows[] = {
        {"caf\xc3\xa9 \x1b[31m \xff \xe2\x80\xae \xc0\x80", "caf\xc3\xa9 ?[31m ? ??? ??"},
        {"", ""},
        {"plain", "plain"},
        {"\n", "?"},
        {"\x01\x02", "??"},
        {"ends\x7f", "ends?"},
        {"\xe2\x82", "??"},
        {"\xc2\x9b"
         "1m",
         "??1m"},
        {"\xe2\x82\xac\xf0\x9f\x9a\xa2", "\xe2\x82\xac\xf0\x9f\x9a\xa2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *shown = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&shown, &length);
        text_print_safe(out, rows[i].text);
        fclose(out);
        cr_expect_str_eq(shown, rows[i].shown, "row %zu: %s", i, shown);
        free(shown);
    }
}

Test(utf8, only_valid_unicode_is_a_character)
{
    static const struct {
        const char *bytes;
        size_t rest, length;
        uint32_t point;
    } rows[] = {
        {"a", 1, 1, 'a'},
        {"", 1, 1, 0},
        {"a", 0, 0, 0},
        {"\x7f", UTF8_MAX, 1, 0x7f},
        {"\x80", UTF8_MAX, 0, 0},
        {"\xbf", UTF8_MAX, 0, 0},
        {"\xc1\xbf", UTF8_MAX, 0, 0},
        {"\xc2\x80", UTF8_MAX, 2, 0x80},
        {"\xc2\x80", 1, 0, 0},
        {"\xc2", UTF8_MAX, 0, 0},
        {"\xdf\xbf", UTF8_MAX, 2, 0x7ff},
        {"\xe0\x9f\xbf", UTF8_MAX, 0, 0},
        {"\xe0\xa0\x80", UTF8_MAX, 3, 0x800},
        {"\xe0\xa0", UTF8_MAX, 0, 0},
        {"\xed\x9f\xbf", UTF8_MAX, 3, 0xd7ff},
        {"\xed\xa0\x80", UTF8_MAX, 0, 0},
        {"\xed\xbf\xbf", UTF8_MAX, 0, 0},
        {"\xee\x80\x80", UTF8_MAX, 3, 0xe000},
        {"\xef\xbf\xbf", UTF8_MAX, 3, 0xffff},
        {"\xef\xbf\xbf", 2, 0, 0},
        {"\xf0\x8f\xbf\xbf", UTF8_MAX, 0, 0},
        {"\xf0\x90\x80\x80", UTF8_MAX, 4, 0x10000},
        {"\xf0\x90\x80", UTF8_MAX, 0, 0},
        {"\xf4\x8f\xbf\xbf", UTF8_MAX, 4, 0x10ffff},
        {"\xf4\x90\x80\x80", UTF8_MAX, 0, 0},
        {"\xf8\x88\x80\x80", UTF8_MAX, 0, 0},
        {"\xff", UTF8_MAX, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t point = 0;
        size_t length = utf8_read(rows[i].bytes, rows[i].rest, &point);
        cr_expect_eq(length, rows[i].length, "row %zu: %zu", i, length);
        cr_expect_eq(point, rows[i].point, "row %zu: U+%04X", i, (unsigned)point);
        cr_expect_eq(utf8_length(rows[i].bytes, rows[i].rest), rows[i].length, "row %zu", i);
    }
}

Test(utf8, a_text_is_cut_between_characters)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac";
    static const size_t fits[] = {0, 1, 1, 3, 3, 3, 6, 6};
    for (size_t most = 0; most < sizeof fits / sizeof *fits; most++)
        cr_expect_eq(utf8_fit(text, most), fits[most], "%zu", most);
    cr_expect_eq(utf8_fit("\x80\x80", 1), 0);
}

Test(text, a_swap_counts_as_one_edit)
{
    cr_assert_eq(text_distance("schedule", "scheduled"), 1);
    cr_assert_eq(text_distance("form", "from"), 1);
    cr_assert_eq(text_distance("", "abc"), 3);
}

Test(text, the_first_of_the_nearest_words_is_kept)
{
    static const char *const words[] = {"sink", "sing", "song", "sync"};
    static const struct {
        const char *said, *word;
    } rows[] = {{"sing", "sing"}, {"sinh", "sink"}, {"snyc", "sync"}, {"release", NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct text_nearest nearest = {.distance = 3};
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            text_nearer(&nearest, rows[i].said, words[k]);
        cr_expect(text_equal(nearest.word, rows[i].word), "%s: %s", rows[i].said,
                  nearest.word != NULL ? nearest.word : "nothing");
    }
}

static int compare_number(const void *key, const void *item)
{
    int left = *(const int *)key, right = *(const int *)item;
    return (left > right) - (left < right);
}

Test(list, a_search_finds_the_first_of_equal_items)
{
    static int numbers[] = {2, 2, 3, 5, 5, 5, 8};
    static const struct {
        int key;
        size_t place;
        bool there;
    } rows[] = {{1, 0, false}, {2, 0, true},  {3, 2, true}, {4, 3, false},
                {5, 3, true},  {7, 6, false}, {8, 6, true}, {9, 7, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t place = list_place(numbers, 7, sizeof *numbers, &rows[i].key, compare_number);
        int *found = list_search(numbers, 7, sizeof *numbers, &rows[i].key, compare_number);
        cr_expect_eq(place, rows[i].place, "%d: %zu", rows[i].key, place);
        cr_expect_eq(found, rows[i].there ? &numbers[rows[i].place] : NULL, "%d", rows[i].key);
    }
    LIST_OF(int) none = {0};
    cr_expect_null(list_find(&none, &rows[0].key, compare_number));
}

Test(moment, rfc3339_is_read_and_printed)
{
    static const struct {
        const char *text, *printed;
    } rows[] = {
        {"2026-11-21T09:00:00Z", "2026-11-21T09:00:00Z"},
        {"2026-11-21T09:00:00.25+02:00", "2026-11-21T07:00:00Z"},
        {"1970-01-01T00:00:00-01:30", "1970-01-01T01:30:00Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        {"2023-02-29T00:00:00Z", NULL},
        {"2026-11-21", NULL},
        {"2026-11-21T09:00:00", NULL},
        {"2026-11-21T09:00:60Z", NULL},
        {"2026-11-21T09:00:00+2:00", NULL},
        {"2026-11-21T09:00:00Zjunk", NULL},
        {"tomorrow", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        moment at = 0;
        char buffer[MOMENT_TEXT_MAX];
        bool read = moment_parse(rows[i].text, &at);
        cr_expect_eq(read, rows[i].printed != NULL, "%s", rows[i].text);
        if (read)
            cr_expect_str_eq(moment_print(at, buffer), rows[i].printed);
    }
}

Test(moment, durations_are_read_and_printed)
{
    static const struct {
        const char *text;
        int64_t seconds;
        const char *printed;
    } rows[] = {
        {"90s", 90, "1m30s"}, {"1h30m", 5400, "1h30m"}, {"2w", 1209600, "14d"},
        {"0s", 0, "0s"},      {"", -1, NULL},           {"10", -1, NULL},
        {"1m1h", -1, NULL},   {"1m1m", -1, NULL},       {"99999999d", -1, NULL},
        {"-1h", -1, NULL},    {"1 h", -1, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t seconds = -1;
        char buffer[MOMENT_TEXT_MAX];
        bool read = duration_parse(rows[i].text, &seconds);
        cr_expect_eq(read, rows[i].printed != NULL, "%s", rows[i].text);
        cr_expect_eq(seconds, rows[i].seconds, "%s", rows[i].text);
        if (read)
            cr_expect_str_eq(duration_print(seconds, buffer), rows[i].printed);
    }
}
