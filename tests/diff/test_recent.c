// SPDX-License-Identifier: Apache-2.0
/* The recent records of a tag give the same standing as all records. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "diff/journal/recent.h"
#include "manifests/base/text.h"

enum { RECORDS = 24, WORLDS = 20000 };

static const char *const digests[] = {"sha256:a", "sha256:b", "sha256:c"};

/* Makes records of all kinds; some are later than a run believes. */
static void make(struct record *records, size_t count, unsigned *seed)
{
    for (size_t i = 0; i < count; i++) {
        enum record_kind kind = (enum record_kind)(rand_r(seed) % RECORD_KINDS);
        bool none = kind == RECORD_MISSING || kind == RECORD_RELEASED;
        records[i] = (struct record){
            .kind = kind,
            .time = rand_r(seed) % 8 == 0 ? 100000 : (moment)i * 10,
            .digest = none ? NULL : digests[rand_r(seed) % 3],
            .why = "why",
        };
    }
}

static bool same_record(const struct record *a, const struct record *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->kind == b->kind && a->time == b->time && text_equal(a->digest, b->digest) &&
           text_equal(a->why, b->why);
}

static bool same_standing(const struct record *a, size_t a_count, const struct record *b,
                          size_t b_count, moment now)
{
    struct tag_journal left = {.records = a, .count = a_count},
                       right = {.records = b, .count = b_count, .recent = true};
    struct standing x = journal_standing(&left, now), y = journal_standing(&right, now);
    return same_record(x.head, y.head) && same_record(x.held, y.held) &&
           same_record(x.live, y.live) && x.since == y.since && x.live_since == y.live_since &&
           x.released == y.released && x.since_unknown == y.since_unknown &&
           x.live_unknown == y.live_unknown;
}

Test(recent, records_give_the_same_standing_as_all_records)
{
    unsigned seed = 1;
    for (unsigned world = 0; world < WORLDS; world++) {
        arena_scope struct arena arena = {0};
        struct record records[RECORDS];
        size_t count = (size_t)(rand_r(&seed) % (RECORDS + 1));
        record_list recent;
        make(records, count, &seed);
        recent_records(&arena, records, count, &recent);
        for (moment now = 0; now <= 200000; now = now * 3 + 50)
            cr_assert(same_standing(records, count, recent.items, recent.count, now), "%u", world);
    }
}

Test(recent, records_can_be_found_in_steps)
{
    unsigned seed = 2;
    for (unsigned world = 0; world < WORLDS; world++) {
        arena_scope struct arena arena = {0};
        struct record records[RECORDS];
        record_list early, both = {0}, steps, all;
        make(records, RECORDS, &seed);
        size_t cut = (size_t)(rand_r(&seed) % (RECORDS + 1));
        recent_records(&arena, records, cut, &early);
        list_each (record, &early)
            *list_add(&arena, &both) = *record;
        for (size_t i = cut; i < RECORDS; i++)
            *list_add(&arena, &both) = records[i];
        recent_records(&arena, both.items, both.count, &steps);
        recent_records(&arena, records, RECORDS, &all);
        cr_assert_eq(steps.count, all.count, "%u", world);
        for (size_t i = 0; i < all.count; i++)
            cr_assert(same_record(&steps.items[i], &all.items[i]), "%u", world);
    }
}

Test(recent, records_of_a_long_history_are_few)
{
    enum { MANY = 100000 };
    arena_scope struct arena arena = {0};
    struct record *records = arena_array(&arena, struct record, MANY);
    record_list recent;
    for (size_t i = 0; i < MANY; i++)
        records[i] = (struct record){.kind = i % 2 == 0 ? RECORD_SEEN : RECORD_PINNED,
                                     .time = (moment)i,
                                     .digest = digests[i / 2 % 2]};
    recent_records(&arena, records, MANY, &recent);
    cr_expect_leq(recent.count, 4);
}
