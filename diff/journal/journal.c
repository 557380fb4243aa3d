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

/* Some of a tag's records, one after the other, with the last one. */
struct record_span {
    const struct record *records;
    size_t count;
};

/* Returns for each record the time at which it is judged: a later record that was written again is
 * from a run whose clock was right. */
static moment *times_known(struct arena *arena, struct record_span span, moment now)
{
    moment *times = arena_array(arena, moment, span.count);
    for (size_t i = span.count; i-- > 0;) {
        times[i] = now;
        now = journal_time_known(&span.records[i], now);
    }
    return times;
}

static void take_stretches(struct arena *arena, struct record_span span, moment now,
                           bool (*says)(const struct record *), stretches *out)
{
    arena_scope struct arena scratch = {0};
    *out = (stretches){0};
    const moment *times = times_known(&scratch, span, now);
    for (size_t i = 0; i < span.count; i++)
        if (says(&span.records[i]))
            stretch_add(arena, out, &span.records[i], times[i]);
    stretch_back_out(out);
}

static struct record_span all_records(const struct tag_journal *tag)
{
    assert(tag == NULL || !tag->recent);
    return tag != NULL && tag->trouble == NULL ? (struct record_span){tag->records, tag->count}
                                               : (struct record_span){0};
}

/* Returns the last records without a gap. Of the recent records these are the ones of the last
 * digest and the record before them (recent.h). */
static struct record_span late_records(const struct tag_journal *tag,
                                       bool (*says)(const struct record *))
{
    const struct record *last = NULL;
    if (tag == NULL || tag->trouble != NULL || !tag->recent)
        return all_records(tag);
    if (tag->late != NULL)
        return (struct record_span){tag->late, tag->late_count};
    for (size_t i = tag->count; i-- > 0;) {
        const struct record *record = &tag->records[i];
        if (!says(record))
            continue;
        last = last != NULL ? last : record;
        if (last->digest == NULL || !text_equal(last->digest, record->digest))
            return (struct record_span){record, tag->count - i};
    }
    return (struct record_span){tag->records, tag->count};
}

static bool says_move(const struct record *record)
{
    return record_moves(record->kind);
}

void journal_stretches(struct arena *arena, const struct tag_journal *tag, moment now,
                       stretches *out)
{
    take_stretches(arena, all_records(tag), now, says_move, out);
}

void journal_seen(struct arena *arena, const struct tag_journal *tag, moment now, stretches *out)
{
    take_stretches(arena, all_records(tag), now, record_says_live, out);
}

void journal_late_stretches(struct arena *arena, const struct tag_journal *tag, moment now,
                            stretches *out)
{
    take_stretches(arena, late_records(tag, says_move), now, says_move, out);
}

void journal_late_seen(struct arena *arena, const struct tag_journal *tag, moment now,
                       stretches *out)
{
    take_stretches(arena, late_records(tag, record_says_live), now, record_says_live, out);
}

bool journal_lacks(const struct tag_journal *tag, const char *digest)
{
    if (tag == NULL || !tag->recent)
        return true;
    list_each (absent, &tag->absent)
        if (text_equal(*absent, digest))
            return true;
    return false;
}

bool journal_first(const struct tag_journal *tag)
{
    for (size_t i = tag != NULL ? tag->count : 0; i-- > 0;)
        if (record_moves(tag->records[i].kind))
            return false;
    return true;
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
