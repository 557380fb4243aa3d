// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/journal.h"

#include <assert.h>

#include "manifests/base/text.h"

static struct tag_name name_of(const struct tag_journal *tag)
{
    return (struct tag_name){tag->environment, tag->stream, tag->tag};
}

int tag_journal_compare(const void *a, const void *b)
{
    return tag_name_compare(name_of(a), name_of(b));
}

bool journal_is_branch(const char *name)
{
    return text_equal(name, JOURNAL_BRANCH) || (name != NULL && text_starts(name, JOURNAL_PREFIX));
}

const struct tag_journal *journal_find(const struct journal *journal, const char *environment,
                                       const char *stream, const char *tag)
{
    const struct tag_journal key = {.environment = environment, .stream = stream, .tag = tag};
    return journal != NULL ? list_find(&journal->tags, &key, tag_journal_compare) : NULL;
}

moment journal_time_known(const struct record *record, moment now)
{
    return record->rebuilt && record->time < now ? record->time : now;
}

/* Returns for each record the time at which it is judged: a later record that was written again is
 * from a run whose clock was right. */
static moment *times_known(struct arena *arena, const struct tag_journal *tag, moment now)
{
    moment *times = arena_array(arena, moment, tag->count);
    for (size_t i = tag->count; i-- > 0;) {
        times[i] = now;
        now = journal_time_known(&tag->records[i], now);
    }
    return times;
}

static void take_stretches(struct arena *arena, const struct tag_journal *tag, moment now,
                           bool (*says)(const struct record *), stretches *out)
{
    arena_scope struct arena scratch = {0};
    *out = (stretches){0};
    assert(tag == NULL || !tag->recent);
    if (tag == NULL || tag->trouble != NULL)
        return;
    const moment *times = times_known(&scratch, tag, now);
    for (size_t i = 0; i < tag->count; i++)
        if (says(&tag->records[i]))
            stretch_add(arena, out, &tag->records[i], times[i]);
    stretch_back_out(out);
}

static bool says_move(const struct record *record)
{
    return record_moves(record->kind);
}

void journal_stretches(struct arena *arena, const struct tag_journal *tag, moment now,
                       stretches *out)
{
    take_stretches(arena, tag, now, says_move, out);
}

void journal_seen(struct arena *arena, const struct tag_journal *tag, moment now, stretches *out)
{
    take_stretches(arena, tag, now, record_says_live, out);
}

/* Moves the start of a time back to the record's time. A record that is not believed does so only
 * if no later one is believed. */
static void start_at(const struct record *record, moment now, moment *since, bool *unknown)
{
    bool believed = record_believed(record, now);
    if (!believed && !*unknown && *since != MOMENT_NEVER)
        return;
    *since = record->time;
    *unknown = !believed;
}

/* Reads the records backward and stops as soon as the state is known. */
struct standing journal_standing(const struct tag_journal *tag, moment now)
{
    struct standing standing = {.since = MOMENT_NEVER, .live_since = MOMENT_NEVER};
    bool moved = false, moves_end = false, live_ends = false, released = false;
    if (tag == NULL || tag->trouble != NULL)
        return standing;
    for (size_t i = tag->count; i-- > 0 && !(moves_end && live_ends);
         now = journal_time_known(&tag->records[i], now)) {
        const struct record *record = &tag->records[i];
        if (record_says_live(record) && !live_ends) {
            if (standing.live == NULL)
                standing.live = record;
            live_ends = !text_equal(standing.live->digest, record->digest);
            if (!live_ends)
                start_at(record, now, &standing.live_since, &standing.live_unknown);
        }
        released |= record->kind == RECORD_RELEASED && !moved;
        if (!record_moves(record->kind) || moves_end)
            continue;
        if (!moved) {
            moved = true;
            standing.head = record->digest != NULL ? record : NULL;
            standing.held = record->kind == RECORD_HELD && !released ? record : NULL;
            standing.released = released;
        }
        moves_end = standing.head == NULL || !text_equal(standing.head->digest, record->digest);
        if (!moves_end)
            start_at(record, now, &standing.since, &standing.since_unknown);
    }
    return standing;
}
