// SPDX-License-Identifier: Apache-2.0
/* The images that a tag had over time, and which of them were rolled back. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "diff/journal/journal.h"

/* As many moves as the journal holds of a tag: its file has 8 MiB, a line at least 220 bytes. */
enum { MOVES_MAX = (8 << 20) / 220 };

/* Makes a record for each digest: a move to it, or for NULL that the tag has no image any more. */
static struct tag_journal moves_make(struct arena *arena, const char *const *digests, size_t count)
{
    struct record *records = arena_array(arena, struct record, count);
    for (size_t i = 0; i < count; i++)
        records[i] = (struct record){.kind = digests[i] != NULL ? RECORD_PINNED : RECORD_MISSING,
                                     .time = (moment)i,
                                     .digest = digests[i]};
    return (struct tag_journal){.records = records, .count = count};
}

Test(stretches, images_between_two_uses_of_a_digest_were_rolled_back)
{
    static const struct {
        const char *moves;      /* a letter a digest; '-': none */
        const char *backed_out; /* for each stretch */
    } rows[] = {
        {"", ""},           {"A", "."},           {"AA", "."},          {"AB", ".."},
        {"ABA", ".x."},     {"ABC", "..."},       {"ABCA", ".xx."},     {"ABCB", "..x."},
        {"A-A", ".."},      {"A-BA", ".x."},      {"AB-A", ".x."},      {"ABAB", ".xx."},
        {"ABCBA", ".xxx."}, {"ABACDC", ".x..x."}, {"ABCBDA", ".xxxx."}, {"ABCDBE", "..xx.."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        size_t count = strlen(rows[i].moves);
        const char **digests = arena_array(&arena, const char *, count);
        for (size_t k = 0; k < count; k++)
            if (rows[i].moves[k] != '-')
                digests[k] = arena_print(&arena, "sha256:%c", rows[i].moves[k]);
        struct tag_journal tag = moves_make(&arena, digests, count);
        stretches found;
        journal_stretches(&arena, &tag, &found);
        char *marks = arena_alloc(&arena, found.count + 1);
        for (size_t k = 0; k < found.count; k++)
            marks[k] = found.items[k].backed_out ? 'x' : '.';
        cr_expect_str_eq(marks, rows[i].backed_out, "%s: %s", rows[i].moves, marks);
    }
}

/* As many moves as a journal can have, forward and back: each move goes back before all earlier
 * ones. */
Test(stretches, the_longest_journal_is_read_quickly, .timeout = 10)
{
    arena_scope struct arena arena = {0};
    const char **digests = arena_array(&arena, const char *, MOVES_MAX);
    for (size_t i = 0; i < MOVES_MAX; i++)
        digests[i] = i <= MOVES_MAX / 2 ? arena_print(&arena, "sha256:%064zx", i)
                                        : digests[MOVES_MAX / 2 - (i - MOVES_MAX / 2)];
    struct tag_journal tag = moves_make(&arena, digests, MOVES_MAX);
    for (unsigned run = 0; run < 10; run++) { /* as often as planning may ask */
        stretches found;
        size_t backed_out = 0;
        journal_stretches(&arena, &tag, &found);
        cr_assert_eq(found.count, (size_t)MOVES_MAX);
        list_each (stretch, &found)
            backed_out += stretch->backed_out;
        cr_expect_eq(backed_out, (size_t)MOVES_MAX - 2 - (MOVES_MAX % 2 == 0), "%zu", backed_out);
    }
}
