// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/arrival.h"

#include "manifests/base/text.h"

/* The meaning of a claimed move, by the KIND in its trailer. */
static const struct {
    const char *word;
    bool requested;             /* by a person */
    enum record_kind kind, hop; /* hop: if the tag is the target of a hop */
} claims[] = {
    {"pinned", false, RECORD_PINNED, RECORD_HELD},
    {"copied", false, RECORD_PINNED, RECORD_HELD},
    {"promoted", false, RECORD_PINNED, RECORD_PROMOTED},
    {"promote", true, RECORD_PINNED, RECORD_PROMOTED},
    {"rollback", true, RECORD_ROLLED_BACK, RECORD_ROLLED_BACK},
    /* A promotion would replace an image that a person set, so the tag is held. */
    {"tag", true, RECORD_PINNED, RECORD_HELD},
    {"import-image", true, RECORD_PINNED, RECORD_HELD},
    {"release", true, RECORD_HELD, RECORD_HELD}, /* it moves no image, so the claim is false */
    {"delete", true, RECORD_MISSING, RECORD_MISSING},
};
enum { CLAIMS = sizeof claims / sizeof *claims };

enum record_kind arrival_claimed_kind(const struct claimed_move *claim, bool hop)
{
    for (size_t i = 0; i < CLAIMS; i++)
        if (text_equal(claims[i].word, claim->kind))
            return hop ? claims[i].hop : claims[i].kind;
    return RECORD_HELD;
}

bool arrival_requested(const struct claimed_move *claim)
{
    for (size_t i = 0; i < CLAIMS; i++)
        if (text_equal(claims[i].word, claim->kind))
            return claims[i].requested;
    return false;
}

bool arrival_promoted_by_request(const struct arrival *arrival)
{
    const struct claimed_move *claim = arrival->origin->claim;
    return claim != NULL && text_equal(claim->kind, "promote");
}

bool arrival_overrode(const struct arrival *arrival, const char *kind, const char *argument)
{
    const struct pin_origin *origin = arrival->origin;
    for (size_t i = 0; arrival_promoted_by_request(arrival) && i < origin->evidence_count; i++) {
        const struct evidence *evidence = &origin->evidence[i];
        if (evidence->outcome == EVIDENCE_OVERRIDDEN && text_equal(evidence->kind, kind) &&
            (argument == NULL || text_equal(evidence->argument, argument)))
            return true;
    }
    return false;
}

/* True if the record is about this commit: it cites the commit, or it recorded an image that was
 * there before, whose commit was unknown, and the commit is older. until: the earliest time of the
 * records after it; a record with a later time than that was written with a wrong clock. */
static bool is_about(const struct record *record, const struct pin_origin *origin, moment until)
{
    bool older = origin->time > 0 && origin->time <= record->time && record->time <= until;
    return (record->commit != NULL && text_equal(record->commit, origin->commit)) ||
           (record->rebuilt && record->who == NULL && older);
}

/* Returns the record of this commit, or else of the claimed move; NULL if there is none. Sets
 * *about if the record is about this commit. */
static const struct record *recorded(const struct tag_journal *tag, const char *digest,
                                     const struct pin_origin *origin, bool *about)
{
    const char *source = origin->claim != NULL ? origin->claim->source : NULL;
    const struct record *same = NULL;
    moment until = MOMENT_NEVER;
    *about = false;
    for (size_t i = tag != NULL ? tag->count : 0; i-- > 0;) {
        const struct record *record = &tag->records[i];
        if (record_moves(record->kind) && text_equal(record->digest, digest)) {
            *about = is_about(record, origin, until);
            if (*about)
                return record;
            if (same == NULL && source != NULL && text_equal(record->source, source))
                same = record;
        }
        if (record->time != 0 && record->time < until) /* 0: not written yet */
            until = record->time;
    }
    return same;
}

const struct record *arrival_proposal(const struct tag_journal *tag, const char *digest)
{
    for (size_t i = tag != NULL ? tag->count : 0; i-- > 0;) {
        const struct record *record = &tag->records[i];
        bool same = text_equal(record->digest, digest);
        if (record->kind == RECORD_PROPOSED && same)
            return record;
        bool by_itself = record->kind == RECORD_PROMOTED || record->kind == RECORD_PINNED;
        if (record_moves(record->kind) && (same || !by_itself))
            return NULL;
    }
    return NULL;
}

/* True if a record says that the tag had this digest. */
static bool had(const struct tag_journal *tag, const char *digest)
{
    for (size_t i = tag != NULL ? tag->count : 0; i-- > 0;)
        if (record_moves(tag->records[i].kind) && text_equal(tag->records[i].digest, digest))
            return true;
    return false;
}

/* Recognizes the change by itself: an older image together with a hold is a rollback, and a hop may
 * have carried the step's candidate. */
static void recognize_change(const struct tag_journal *tag, bool hop, const char *digest,
                             struct arrival *arrival)
{
    const struct pin_origin *origin = arrival->origin;
    if (origin->holds && had(tag, digest)) {
        arrival->kind = RECORD_ROLLED_BACK;
        arrival->why = origin->hold_reason != NULL ? origin->hold_reason : origin->why;
    } else if (hop) {
        arrival->kind = RECORD_PROMOTED;
        arrival->open = true;
    }
}

void arrival_set_back(struct arrival *arrival)
{
    arrival->again = true;
    arrival->who = NULL;
    arrival->why = "the branch was set back to an earlier commit";
}

void arrival_point(struct arrival *arrival)
{
    if (arrival->kind == RECORD_ROLLED_BACK && arrival->origin->claim == NULL)
        arrival->why = arrival->origin->why; /* a hold does not make it a rollback */
    arrival->kind = RECORD_PINNED;
    arrival->open = false;
}

struct arrival *arrival_make(struct arena *arena, const struct tag_journal *tag, bool hop,
                             const char *digest, const struct pin_origin *origin)
{
    struct arrival *arrival = arena_new(arena, struct arrival);
    bool reset; /* the branch has a commit again that a record is about */
    const struct record *before = recorded(tag, digest, origin, &reset);
    const struct record *proposal = arrival_proposal(tag, digest);
    const struct claimed_move *claim = origin->claim;
    bool back = claim != NULL && text_equal(claim->kind, "rollback");
    *arrival = (struct arrival){.kind = RECORD_HELD,
                                .origin = origin,
                                .digest = digest,
                                .who = origin->who,
                                .why = origin->why};
    if (before != NULL && (!back || reset)) {
        arrival->again = true;
        if (reset)
            arrival_set_back(arrival);
    } else if (claim != NULL) {
        arrival->kind = arrival_claimed_kind(claim, hop);
        if (back && tag != NULL && !origin->holds && !had(tag, digest))
            arrival->kind = RECORD_HELD; /* nothing but the trailer speaks for a rollback */
        arrival->why = claim->reason != NULL ? claim->reason : origin->why;
        arrival->open = arrival->kind == RECORD_PROMOTED && !origin->here;
        arrival->evidence = arrival->open ? NULL : origin->evidence;
        arrival->evidence_count = arrival->open ? 0 : origin->evidence_count;
    } else if (proposal != NULL) {
        arrival->kind = hop ? RECORD_PROMOTED : RECORD_PINNED;
        arrival->open = hop;
    } else {
        recognize_change(tag, hop, digest, arrival);
    }
    arrival->proposal = arrival->open ? proposal : NULL;
    return arrival;
}

/* Adds the record that the arrival will get to a copy of the tag's records. */
static void remember(struct record *records, struct tag_journal *past,
                     const struct arrival *arrival)
{
    const struct claimed_move *claim = arrival->origin->claim;
    records[past->count++] = (struct record){
        .kind = arrival->kind,
        .digest = arrival->digest,
        .commit = arrival->origin->commit,
        .source = claim != NULL && !arrival->again ? claim->source : NULL,
    };
}

/* Returns the record of the tag's last move, or NULL. */
static const struct record *last_move(const struct tag_journal *tag)
{
    size_t i = tag != NULL ? tag->count : 0;
    while (i > 0 && !record_moves(tag->records[i - 1].kind))
        i--;
    return i > 0 ? &tag->records[i - 1] : NULL;
}

static bool has_record(const struct tag_journal *tag, const struct pin_origin *origin)
{
    for (size_t i = tag != NULL ? tag->count : 0; i-- > 0;) {
        const struct record *record = &tag->records[i];
        if (record_moves(record->kind) && record->commit != NULL &&
            text_equal(record->commit, origin->commit) &&
            text_equal(record->digest, origin->digest))
            return true;
    }
    return false;
}

/* Returns how many of the moves that end with this one have no record. They begin after a recorded
 * one, or with one that replaced the recorded image; else only the newest one can be told from
 * recorded ones, and *known is false. */
static size_t unrecorded(const struct tag_journal *tag, bool behind,
                         const struct pin_origin *newest, bool *known)
{
    size_t count = 0;
    const struct record *last = last_move(tag);
    const struct pin_origin *oldest = newest;
    *known = true;
    for (const struct pin_origin *at = newest; at != NULL; at = at->earlier) {
        if (behind && has_record(tag, at))
            return count;
        oldest = at;
        count++;
    }
    *known = last != NULL &&
             text_equal(oldest->before, last->alias != NULL ? last->alias : last->digest);
    return *known ? count : 1;
}

bool arrival_returned(const struct tag_journal *tag, bool behind, const struct pin_origin *newest)
{
    bool known;
    return unrecorded(tag, behind, newest, &known) > 1 && known;
}

struct arrival *arrival_chain(struct arena *arena, const struct tag_journal *tag, bool behind,
                              bool hop, const char *digest, const struct pin_origin *newest)
{
    bool whole;
    size_t all = newest->earlier != NULL ? unrecorded(tag, behind, newest, &whole) : 1;
    size_t count = all > 1 ? all - 1 : 0, known = tag != NULL ? tag->count : 0;
    if (count == 0)
        return arrival_make(arena, tag, hop, digest, newest);
    const struct pin_origin **moves = arena_array(arena, const struct pin_origin *, count);
    const struct pin_origin *at = newest->earlier;
    for (size_t i = count; i-- > 0; at = at->earlier)
        moves[i] = at;
    struct record *records = arena_array(arena, struct record, known + count);
    for (size_t i = 0; i < known; i++)
        records[i] = tag->records[i];
    struct tag_journal past = {.records = records, .count = known};
    struct arrival *last = NULL;
    for (size_t i = 0; i <= count; i++) {
        const struct pin_origin *move = i < count ? moves[i] : newest;
        const char *image = i < count ? move->digest : digest;
        if (image == NULL)
            continue;
        struct arrival *arrival = arrival_make(arena, &past, hop, image, move);
        if (move->alias != NULL)
            arrival_point(arrival);
        arrival->earlier = last;
        if (i < count)
            remember(records, &past, arrival);
        last = arrival;
    }
    return last;
}

const struct arrival *arrival_oldest(const struct arrival *arrival)
{
    while (arrival->earlier != NULL)
        arrival = arrival->earlier;
    return arrival;
}

void arrival_present_earlier(struct arena *arena, const struct arrival *arrival, moment left,
                             moment now, stretches *list)
{
    const struct arrival *last = NULL;
    while (arrival != NULL && last != arrival->earlier) {
        const struct arrival *at = arrival;
        while (at->earlier != last)
            at = at->earlier;
        stretch_present(arena, list, at->digest, last == NULL ? left : now, now,
                        at->kind == RECORD_HELD || at->kind == RECORD_ROLLED_BACK);
        last = at;
    }
}

moment arrival_left(const struct pin_origin *origin, const char *digest, moment since, moment now)
{
    bool other = origin->before != NULL && digest != NULL && !text_equal(origin->before, digest);
    bool lost_before = other && text_starts(origin->before, "sha256:"); /* not an alias's tag */
    bool ahead = origin->time - RECORD_AHEAD_MAX > now, behind = origin->time < since;
    if (lost_before)
        return since;
    if ((ahead || behind) && origin->parent >= since && origin->parent <= now)
        return origin->parent;
    return ahead ? since : origin->time;
}
