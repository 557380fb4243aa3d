// SPDX-License-Identifier: Apache-2.0
/*
 * Makes an enum of codes, a table with one row for each code, and functions that return a column of
 * the table, all from one list. The list names each code in full, so that a search for the code
 * finds its row:
 *
 *     // colors.h: code, word, sentence, and more columns as needed
 *     #define COLORS(X)                                       \
 *         X(COLOR_RED, "red", "the color of stop", true)      \
 *         X(COLOR_SKY, "sky", "the color of nothing", false)
 *
 *     enum color { COLORS(WORDS_CODE) COLOR_COUNT };
 *     const char *color_word(enum color color);
 *     bool color_loud(enum color color);
 *
 *     // colors.c: the members in the order of the columns
 *     WORDS_TABLE(colors, COLOR_COUNT, COLORS, const char *word, *sentence; bool loud;);
 *     WORDS_COLUMN(const char *, color_word, enum color, colors, word);
 *     WORDS_COLUMN(bool, color_loud, enum color, colors, loud);
 *
 * For a table that is written by hand, TABLE_COMPLETE does not compile if a row at the end of the
 * table is missing.
 */
#pragma once

#include <assert.h>

/* The enumerator of one code of the list. */
#define WORDS_CODE(code, ...) code,
/* The table row of one code of the list. */
#define WORDS_ROW(code, ...) [code] = {__VA_ARGS__},

/* Does not compile unless the array has exactly `count` items. */
#define TABLE_COMPLETE(table, count)                                                               \
    _Static_assert(sizeof(table) / sizeof *(table) == (count), #table " has one row for each "     \
                                                                      "code")

/* Defines the static table; the last arguments are the members of a row. */
#define WORDS_TABLE(table, count, list, ...)                                                       \
    static const struct {                                                                          \
        __VA_ARGS__                                                                                \
    } table[] = {list(WORDS_ROW)};                                                                 \
    TABLE_COMPLETE(table, count)

/* Defines a function that returns one column of a code's row. */
#define WORDS_COLUMN(type, function, enumeration, table, member)                                   \
    type function(enumeration code)                                                                \
    {                                                                                              \
        assert((unsigned)code < sizeof(table) / sizeof *(table));                                  \
        return (table)[code].member;                                                               \
    }                                                                                              \
    _Static_assert(1, "needs a semicolon after it")
