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

/* How a record's time is judged. */
struct judged {
    moment now;   /* a record that is later is not believed */
    bool doubted; /* it or a record beside it has a wrong time */
};

/* Sets `now` of each record: a later record that was written again is from a run whose clock was
 * right. */
static void judge_later(struct judged *judged, struct record_span span, moment now)
{
    for (size_t i = span.count; i-- > 0;) {
        judged[i].now = now;
        now = journal_time_known(&span.records[i], now);
    }
}

/* Doubts each record that is much earlier than one above it. */
static void doubt_behind(struct judged *judged, struct record_span span)
{
    moment latest = 0;
    for (size_t i = 0; i < span.count; i++) {
        const struct record *record = &span.records[i];
        judged[i].doubted = record_behind(record, latest);
        if (record_believed(record, judged[i].now) && record->time > latest)
            latest = record->time;
    }
}

/* Doubts each record that is much later than the next one: its clock may have been ahead, and the
 * image before it must not count until its time. */
static void doubt_ahead(struct judged *judged, struct record_span span)
{
    bool doubted = false;
    for (size_t i = span.count; i-- > 1;) {
        const struct record *record = &span.records[i - 1], *next = &span.records[i];
        doubted = (doubted && record->time == next->time) || record_behind(next, record->time);
        judged[i - 1].doubted |= doubted;
    }
}

static const struct judged *judge_times(struct arena *arena, struct record_span span, moment now)
{
    struct judged *judged = arena_array(arena, struct judged, span.count);
    judge_later(judged, span, now);
    doubt_behind(judged, span);
    doubt_ahead(judged, span);
    return judged;
}

static void take_stretches(struct arena *arena, struct record_span span, moment now,
                           bool (*says)(const struct record *), stretches *out)
{
    arena_scope struct arena scratch = {0};
    *out = (stretches){0};
    const struct judged *judged = judge_times(&scratch, span, now);
    for (size_t i = 0; i < span.count; i++)
        if (says(&span.records[i]))
            stretch_add(arena, out, &span.records[i], judged[i].now, judged[i].doubted);
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

size_t journal_uncertain(const struct tag_journal *tag, size_t from, moment now)
{
    arena_scope struct arena scratch = {0};
    struct record_span span = {tag->records, tag->count};
    const struct judged *judged = judge_times(&scratch, span, now);
    for (size_t i = from; i < tag->count; i++)
        if (judged[i].doubted || !record_believed(&tag->records[i], judged[i].now))
            return i;
    return tag->count;
}

/* Returns the latest believed time of the first records. now: the time at which the record after
 * them is judged. */
static moment latest_of(const struct record *records, size_t count, moment now)
{
    moment latest = 0;
    now = journal_time_known(&records[count], now);
    while (count-- > 0) {
        if (record_believed(&records[count], now) && records[count].time > latest)
            latest = records[count].time;
        now = journal_time_known(&records[count], now);
    }
    return latest;
}

/* Moves the start of a time back to the time of the tag's record at the index. A record that is not
 * believed does so only if no later one is believed. */
static void start_at(const struct tag_journal *tag, size_t index, moment now, moment *since,
                     bool *unknown)
{
    const struct record *record = &tag->records[index];
    bool behind = record_behind(record, latest_of(tag->records, index, now));
    bool believed = !behind && record_believed(record, now);
    if (!believed && !*unknown && *since != MOMENT_NEVER)
        return;
    *since = behind ? MOMENT_NEVER : record->time;
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
                start_at(tag, i, now, &standing.live_since, &standing.live_unknown);
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
            start_at(tag, i, now, &standing.since, &standing.since_unknown);
    }
    return standing;
}
