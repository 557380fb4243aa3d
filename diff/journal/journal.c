// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/journal.h"

#include <string.h>

#include "manifests/base/text.h"

static const struct {
    const char *word, *meaning;
    bool moves;
} kinds[] = {
#define X(name, word, move, meaning) [RECORD_##name] = {word, meaning, move},
    RECORDS(X)
#undef X
};

const char *record_word(enum record_kind kind)
{
    return kinds[kind].word;
}

const char *record_meaning(enum record_kind kind)
{
    return kinds[kind].meaning;
}

bool record_moves(enum record_kind kind)
{
    return kinds[kind].moves;
}

bool record_parse(const char *word, enum record_kind *out)
{
    for (size_t i = 0; i < RECORD_KINDS; i++) {
        if (strcmp(kinds[i].word, word) != 0)
            continue;
        *out = (enum record_kind)i;
        return true;
    }
    return false;
}

static struct tag_name name_of(const struct tag_journal *tag)
{
    return (struct tag_name){tag->environment, tag->stream, tag->tag};
}

int tag_journal_compare(const void *a, const void *b)
{
    return tag_name_compare(name_of(a), name_of(b));
}

const struct tag_journal *journal_find(const struct journal *journal, const char *environment,
                                       const char *stream, const char *tag)
{
    const struct tag_journal key = {.environment = environment, .stream = stream, .tag = tag};
    return journal != NULL ? list_find(&journal->tags, &key, tag_journal_compare) : NULL;
}

void stretch_end(struct stretch *stretch, moment left, moment most)
{
    stretch->until = left < most ? left : most;
    if (stretch->until < stretch->since)
        stretch->until = stretch->since;
}

/* The last stretch when it lasts, or NULL. */
static struct stretch *lasting(const stretches *list)
{
    struct stretch *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
    return last != NULL && last->until == MOMENT_NEVER ? last : NULL;
}

void stretch_present(struct arena *arena, stretches *list, const char *digest, moment left,
                     moment now)
{
    struct stretch *last = lasting(list);
    if (last != NULL && text_equal(last->digest, digest))
        return;
    if (last != NULL)
        stretch_end(last, left, now);
    *list_add(arena, list) = (struct stretch){
        .digest = digest,
        .since = now,
        .until = MOMENT_NEVER,
    };
}

static void add_stretch(struct arena *arena, stretches *out, const struct record *record)
{
    struct stretch *last = lasting(out);
    if (last != NULL && text_equal(last->digest, record->digest)) {
        if (record->rebuilt) { /* how long it stood before is not known any more */
            last->since = record->time;
            last->record = record;
            last->rebuilt = true;
        }
        return;
    }
    if (last != NULL)
        stretch_end(last, record->left != 0 ? record->left : record->time, record->time);
    if (record->digest == NULL)
        return;
    *list_add(arena, out) = (struct stretch){
        .digest = record->digest,
        .since = record->time,
        .until = MOMENT_NEVER,
        .rebuilt = record->rebuilt,
        .record = record,
    };
}

/* Where a digest stands among the stretches. */
struct spot {
    const char *digest;
    size_t index;
};

static int compare_spots(const void *a, const void *b)
{
    const struct spot *left = a, *right = b;
    return strcmp(left->digest, right->digest);
}

/* A digest that stood before comes back: all that stood in between was backed out of. */
static void back_out(stretches *list)
{
    arena_scope struct arena scratch = {0};
    if (list->count < 3)
        return;
    struct spot *spots = arena_array(&scratch, struct spot, list->count);
    size_t *before = arena_array(&scratch, size_t, list->count); /* of the digest's, or its own */
    for (size_t i = 0; i < list->count; i++) {
        spots[i] = (struct spot){list->items[i].digest, i};
        before[i] = i;
    }
    list_order(spots, list->count, sizeof *spots, compare_spots); /* equal ones stay in order */
    for (size_t i = 1; i < list->count; i++)
        if (compare_spots(&spots[i - 1], &spots[i]) == 0)
            before[spots[i].index] = spots[i - 1].index;
    size_t earliest = list->count; /* that any later one goes back to */
    for (size_t i = list->count; i-- > 0;) {
        list->items[i].backed_out = earliest < i;
        earliest = before[i] < earliest ? before[i] : earliest;
    }
}

static void take_stretches(struct arena *arena, const struct tag_journal *tag,
                           bool (*says)(const struct record *), stretches *out)
{
    *out = (stretches){0};
    for (size_t i = 0; tag != NULL && tag->trouble == NULL && i < tag->count; i++)
        if (says(&tag->records[i]))
            add_stretch(arena, out, &tag->records[i]);
    back_out(out);
}

static bool says_move(const struct record *record)
{
    return record_moves(record->kind);
}

/* What a record says of the tag's meaning upstream: a followed tag's pin is what was seen. */
static bool says_live(const struct record *record)
{
    return record->kind == RECORD_SEEN || record->kind == RECORD_PINNED;
}

void journal_stretches(struct arena *arena, const struct tag_journal *tag, stretches *out)
{
    take_stretches(arena, tag, says_move, out);
}

void journal_seen(struct arena *arena, const struct tag_journal *tag, stretches *out)
{
    take_stretches(arena, tag, says_live, out);
}

/* From the end backwards: what holds now stands there, however long the file is. */
struct standing journal_standing(const struct tag_journal *tag)
{
    struct standing standing = {0};
    bool moved = false, moves_end = false, live_ends = false, released = false;
    if (tag == NULL || tag->trouble != NULL)
        return standing;
    for (size_t i = tag->count; i-- > 0 && !(moves_end && live_ends);) {
        const struct record *record = &tag->records[i];
        if (says_live(record) && !live_ends) {
            if (standing.live == NULL)
                standing.live = record;
            live_ends = !text_equal(standing.live->digest, record->digest);
            standing.live_since = live_ends ? standing.live_since : record->time;
        }
        released |= record->kind == RECORD_RELEASED && !moved;
        if (!record_moves(record->kind) || moves_end)
            continue;
        if (!moved) {
            moved = true;
            standing.head = record->digest != NULL ? record : NULL;
            standing.held = record->kind == RECORD_HELD && !released ? record : NULL;
        }
        moves_end = standing.head == NULL || !text_equal(standing.head->digest, record->digest);
        standing.since = moves_end ? standing.since : record->time;
    }
    return standing;
}

enum record_kind pin_origin_record(const struct pin_origin *origin, bool hop)
{
    const char *asked_for = origin->own ? origin->asked_for : NULL;
    if (!origin->own)
        return RECORD_HELD;
    if (text_equal(asked_for, "rollback"))
        return RECORD_ROLLED_BACK;
    if (hop && (text_equal(asked_for, "tag") || text_equal(asked_for, "import-image")))
        return RECORD_HELD;
    return hop ? RECORD_PROMOTED : RECORD_PINNED;
}
