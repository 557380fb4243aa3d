// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/recent.h"

#include "diff/base/evidence.h"
#include "manifests/base/text.h"

static struct record copy(struct arena *arena, const struct record *record)
{
    struct record made = *record;
    const char **texts[] = {&made.digest, &made.reference, &made.commit, &made.source,
                            &made.who,    &made.merger,    &made.why,    &made.alias};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = arena_text(arena, *texts[i]);
    struct evidence *evidence = arena_array(arena, struct evidence, record->evidence_count);
    for (size_t i = 0; i < record->evidence_count; i++) {
        evidence[i] = record->evidence[i];
        evidence[i].kind = arena_text(arena, evidence[i].kind);
        evidence[i].argument = arena_text(arena, evidence[i].argument);
        evidence[i].text = arena_text(arena, evidence[i].text);
    }
    made.evidence = record->evidence_count > 0 ? evidence : NULL;
    return made;
}

/* A walk from the last record back, as journal_standing() makes it. */
struct recent_walk {
    const struct record *move, *live; /* the last one of each */
    bool moves_end, live_ends;        /* a record of an earlier image was reached */
};

/* Returns true if the standing depends on this record. */
static bool counts(struct recent_walk *walk, const struct record *record)
{
    bool used = record->kind == RECORD_RELEASED && walk->move == NULL;
    if (record_says_live(record) && !walk->live_ends) {
        used = true;
        walk->live = walk->live != NULL ? walk->live : record;
        walk->live_ends = !text_equal(walk->live->digest, record->digest);
    }
    if (record_moves(record->kind) && !walk->moves_end) {
        used = true;
        walk->move = walk->move != NULL ? walk->move : record;
        walk->moves_end =
            walk->move->digest == NULL || !text_equal(walk->move->digest, record->digest);
    }
    return used;
}

/* Marks the latest of the records before the index, because it shows whether the time of a record
 * after it is wrong (record_behind). A record that is later than one written again after it does
 * not count; that one is marked. */
static void mark_latest(bool *used, const struct record *records, size_t index, bool always)
{
    size_t latest = index, again = index;
    moment bound = MOMENT_NEVER;
    for (size_t i = index; i-- > 0;) {
        bool later = latest == index || records[i].time > records[latest].time;
        if (later && records[i].time - RECORD_AHEAD_MAX <= bound)
            latest = i;
        if (records[i].rebuilt && records[i].time < bound) {
            bound = records[i].time;
            again = i;
        }
    }
    if (latest < index && (always || record_behind(&records[index], records[latest].time)))
        used[latest] = true;
    if (again < index)
        used[again] = true;
}

void recent_records(struct arena *arena, const struct record *records, size_t count,
                    record_list *out)
{
    arena_scope struct arena scratch = {0};
    bool *used = arena_array(&scratch, bool, count);
    struct recent_walk walk = {0};
    size_t first = count;
    while (first > 0 && !(walk.moves_end && walk.live_ends)) {
        used[first - 1] = counts(&walk, &records[first - 1]);
        first--;
    }
    for (size_t i = count; i-- > first;)
        if (used[i])
            mark_latest(used, records, i, false);
    if (count > 0)
        mark_latest(used, records, count, true);
    *out = (record_list){0};
    for (size_t i = 0; i < count; i++)
        if (used[i])
            *list_add(arena, out) = copy(arena, &records[i]);
}
