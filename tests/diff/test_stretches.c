// SPDX-License-Identifier: Apache-2.0
/* The images that a tag had over time, and which of them were rolled back. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "diff/journal/journal.h"

/* As many moves as the journal holds of a tag: its file has 8 MiB, a line at least 220 bytes. */
enum { MOVES_MAX = (8 << 20) / 220 };

enum { NOW = MOVES_MAX };

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

/* Makes a record for each letter: an upper-case letter is an image that was pinned, a lower-case
 * letter the same image moved there by a person, '-' no image. Lower-case letters are rollbacks and
 * moves by hand in turn. */
static struct tag_journal letters_make(struct arena *arena, const char *moves)
{
    size_t count = strlen(moves);
    const char **digests = arena_array(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        digests[i] =
            moves[i] != '-' ? arena_print(arena, "sha256:%c", moves[i] & ~('a' - 'A')) : NULL;
    struct tag_journal tag = moves_make(arena, digests, count);
    for (size_t i = 0; i < count; i++)
        if (moves[i] >= 'a')
            ((struct record *)(uintptr_t)tag.records)[i].kind =
                i % 2 == 0 ? RECORD_ROLLED_BACK : RECORD_HELD;
    return tag;
}

Test(stretches, images_that_a_person_moved_back_from_were_rolled_back)
{
    static const struct {
        const char *moves;
        const char *backed_out; /* for each stretch */
    } rows[] = {
        {"", ""},           {"A", "."},           {"AA", "."},          {"AB", ".."},
        {"ABa", ".x."},     {"ABC", "..."},       {"ABCa", ".xx."},     {"ABCb", "..x."},
        {"A-A", ".."},      {"A-Ba", ".x."},      {"AB-a", ".x."},      {"ABab", ".xx."},
        {"ABCba", ".xxx."}, {"ABaCDc", ".x..x."}, {"ABCbDa", ".xxxx."}, {"ABCDbE", "..xx.."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct tag_journal tag = letters_make(&arena, rows[i].moves);
        stretches found;
        journal_stretches(&arena, &tag, NOW, &found);
        char *marks = arena_alloc(&arena, found.count + 1);
        for (size_t k = 0; k < found.count; k++)
            marks[k] = found.items[k].backed_out ? 'x' : '.';
        cr_expect_str_eq(marks, rows[i].backed_out, "%s: %s", rows[i].moves, marks);
    }
}

Test(stretches, an_older_image_upstream_backs_out_of_nothing)
{
    static const struct {
        const char *moves;
        const char *backed_out; /* for each stretch */
    } rows[] = {
        {"ABA", "..."},     {"ABAB", "...."},   {"ABCA", "...."},   {"abA", "..."},
        {"ABACb", "..xx."}, {"ABACa", "...x."}, {"ABAba", "..xx."}, {"ABAC", "...."},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct tag_journal tag = letters_make(&arena, rows[i].moves);
        stretches found;
        journal_stretches(&arena, &tag, NOW, &found);
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
    for (size_t i = MOVES_MAX / 2 + 1; i < MOVES_MAX; i++)
        ((struct record *)(uintptr_t)tag.records)[i].kind = RECORD_ROLLED_BACK;
    for (unsigned run = 0; run < 10; run++) { /* as often as planning may ask */
        stretches found;
        size_t backed_out = 0;
        journal_stretches(&arena, &tag, NOW, &found);
        cr_assert_eq(found.count, (size_t)MOVES_MAX);
        list_each (stretch, &found)
            backed_out += stretch->backed_out;
        cr_expect_eq(backed_out, (size_t)MOVES_MAX - 2 - (MOVES_MAX % 2 == 0), "%zu", backed_out);
    }
}

/* A record of a tag's history, for tests of times. */
struct step {
    char image; /* '-': none */
    moment time;
    bool rebuilt;
    moment left;
};

enum { STEPS_MAX = 6 };

static struct tag_journal steps_make(struct arena *arena, const struct step *steps)
{
    struct record *records = arena_array(arena, struct record, STEPS_MAX);
    size_t count = 0;
    for (; count < STEPS_MAX && steps[count].image != '\0'; count++) {
        const struct step *step = &steps[count];
        bool none = step->image == '-';
        records[count] = (struct record){
            .kind = none ? RECORD_MISSING : RECORD_PINNED,
            .time = step->time,
            .digest = none ? NULL : arena_print(arena, "sha256:%c", step->image),
            .rebuilt = step->rebuilt,
            .left = step->left,
        };
    }
    return (struct tag_journal){.records = records, .count = count};
}

/* Returns the stretches as "A 100-200, B ?-300, C 300-", with '?' for an unknown time. */
static const char *stretches_text(struct arena *arena, const stretches *list)
{
    const char *text = "";
    list_each (stretch, list) {
        const char *since =
            stretch->since_unknown ? "?" : arena_print(arena, "%lld", (long long)stretch->since);
        const char *until = stretch->until_unknown ? "?"
                            : stretch->until == MOMENT_NEVER
                                ? ""
                                : arena_print(arena, "%lld", (long long)stretch->until);
        text = arena_print(arena, "%s%s%s %s-%s", text, *text != '\0' ? ", " : "",
                           stretch->digest + strlen("sha256:"), since, until);
    }
    return text;
}

/* Now is 10000, so a record after 10600 is not believed. */
Test(stretches, a_record_from_the_future_has_no_time)
{
    static const struct {
        struct step steps[STEPS_MAX + 1];
        const char *stretches, *standing; /* standing: since when the tag has its image */
    } rows[] = {
        {{{'A', 10600}}, "A 10600-", "10600"},
        {{{'A', 10601}}, "A ?-", "?"},
        {{{'A', 90000}, {'B', 5000}}, "A ?-5000, B 5000-", "5000"},
        {{{'A', 1000}, {'B', 90000}}, "A 1000-?, B ?-", "?"},
        {{{'A', 1000}, {'B', 90000}, {'C', 5000}}, "A 1000-?, B ?-5000, C 5000-", "5000"},
        {{{'A', 1000}, {'B', 90000}, {'C', 90001}}, "A 1000-?, B ?-?, C ?-", "?"},
        {{{'A', 1000}, {'-', 90000}, {'B', 5000}}, "A 1000-?, B 5000-", "5000"},
        /* the commit's date says when the tag lost the image */
        {{{'A', 1000}, {'B', 90000, .left = 3000}}, "A 1000-3000, B ?-", "?"},
        /* the tag had the image all the time, so only the first time counts */
        {{{'A', 1000}, {'A', 90000}}, "A 1000-", "1000"},
        /* a believed record of the same image */
        {{{'A', 90000}, {'A', 5000}}, "A 5000-", "5000"},
        {{{'A', 90000}, {'A', 90001}, {'A', 5000}, {'A', 6000}}, "A 5000-", "5000"},
        {{{'A', 90000}, {'A', 5000, .rebuilt = true}, {'B', 6000}}, "A 5000-6000, B 6000-", "6000"},
        {{{'A', 90000}, {'A', 91000, .rebuilt = true}}, "A ?-", "?"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct tag_journal tag = steps_make(&arena, rows[i].steps);
        stretches found, seen;
        journal_stretches(&arena, &tag, 10000, &found);
        cr_expect_str_eq(stretches_text(&arena, &found), rows[i].stretches, "%zu: %s", i,
                         stretches_text(&arena, &found));
        struct standing standing = journal_standing(&tag, 10000);
        const char *since =
            standing.since_unknown ? "?" : arena_print(&arena, "%lld", (long long)standing.since);
        cr_expect_str_eq(since, rows[i].standing, "%zu: %s", i, since);
        cr_expect_eq(standing.live_since, standing.since, "%zu: all images are pinned ones", i);
        cr_expect_eq(standing.live_unknown, standing.since_unknown, "%zu", i);
        journal_seen(&arena, &tag, 10000, &seen);
        list_each (stretch, &found) /* however the time is counted, it is not counted */
            if (stretch->since_unknown || stretch->until_unknown)
                cr_expect(stretch->until == MOMENT_NEVER ? stretch->since > 10600
                                                         : stretch->since == stretch->until);
    }
}

/* Now is 100000, and a repair at 5000 wrote the record of 90000 again. */
Test(stretches, a_repaired_time_is_not_believed_when_it_is_over)
{
    static const struct {
        struct step steps[STEPS_MAX + 1];
        const char *stretches, *standing;
    } rows[] = {
        {{{'A', 1000}, {'B', 90000}, {'B', 5000, .rebuilt = true}}, "A 1000-?, B 5000-", "5000"},
        {{{'A', 1000}, {'B', 90000}, {'B', 5000, .rebuilt = true}, {'C', 6000}},
         "A 1000-?, B 5000-6000, C 6000-",
         "6000"},
        {{{'A', 1000}, {'B', 90000, .left = 3000}, {'B', 5000, .rebuilt = true}},
         "A 1000-3000, B 5000-",
         "5000"},
        {{{'A', 80000}, {'B', 90000}, {'B', 5000, .rebuilt = true}}, "A ?-?, B 5000-", "5000"},
        /* within ten minutes, clocks may differ */
        {{{'A', 1000}, {'B', 5600}, {'B', 5000, .rebuilt = true}}, "A 1000-5600, B 5000-", "5600"},
        /* only a record that was written again shows which clock was wrong */
        {{{'A', 1000}, {'B', 90000}, {'C', 6000}}, "A 1000-?, B ?-?, C ?-", "?"},
        {{{'A', 1000}, {'B', 90000}, {'C', 6000}, {'C', 95000, .rebuilt = true}},
         "A 1000-?, B ?-?, C 95000-",
         "95000"},
        {{{'A', 90000}, {'B', 10}, {'C', 20}}, "A ?-?, B ?-?, C ?-", "?"},
        {{{'A', 90000}, {'B', 10}, {'C', 95000}}, "A ?-?, B ?-95000, C 95000-", "95000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct tag_journal tag = steps_make(&arena, rows[i].steps);
        stretches found;
        journal_stretches(&arena, &tag, 100000, &found);
        cr_expect_str_eq(stretches_text(&arena, &found), rows[i].stretches, "%zu: %s", i,
                         stretches_text(&arena, &found));
        struct standing standing = journal_standing(&tag, 100000);
        const char *since =
            standing.since_unknown ? "?" : arena_print(&arena, "%lld", (long long)standing.since);
        cr_expect_str_eq(since, rows[i].standing, "%zu: %s", i, since);
    }
}

/* A clock that goes back by less than ten minutes leaves the order of the file as it is. */
Test(stretches, records_with_slightly_later_times_keep_their_order)
{
    static const struct {
        struct step steps[STEPS_MAX + 1];
        const char *stretches;
    } rows[] = {
        {{{'A', 1000}, {'B', 1000}}, "A 1000-1000, B 1000-"},
        {{{'A', 10500}, {'B', 10000}}, "A 10500-10500, B 10000-"},
        {{{'A', 1000}, {'B', 10500}, {'C', 10000}}, "A 1000-10500, B 10500-10500, C 10000-"},
        {{{'A', 10000}, {'A', 9900}}, "A 10000-"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        arena_scope struct arena arena = {0};
        struct tag_journal tag = steps_make(&arena, rows[i].steps);
        stretches found;
        journal_stretches(&arena, &tag, 10000, &found);
        cr_expect_str_eq(stretches_text(&arena, &found), rows[i].stretches, "%zu: %s", i,
                         stretches_text(&arena, &found));
    }
}
