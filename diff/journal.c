// SPDX-License-Identifier: Apache-2.0
#include "diff/journal.h"

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

static int compare_names(const struct tag_journal *tag, const char *namespace, const char *stream,
                         const char *name)
{
    int order = strcmp(tag->namespace, namespace);
    order = order != 0 ? order : strcmp(tag->stream, stream);
    return order != 0 ? order : strcmp(tag->tag, name);
}

int tag_journal_compare(const void *a, const void *b)
{
    const struct tag_journal *right = b;
    return compare_names(a, right->namespace, right->stream, right->tag);
}

const struct tag_journal *journal_find(const struct journal *journal, const char *namespace,
                                       const char *stream, const char *tag)
{
    size_t low = 0, high = journal != NULL ? journal->tags.count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct tag_journal *at = &journal->tags.items[middle];
        int order = compare_names(at, namespace, stream, tag);
        if (order == 0)
            return at;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* A digest that stood before comes back: all that followed it there was backed out of. */
static void back_out(stretches *list)
{
    const struct stretch *last = &list->items[list->count - 1];
    for (size_t i = list->count - 1; i-- > 0;) {
        if (!text_equal(list->items[i].digest, last->digest))
            continue;
        for (size_t k = i + 1; k + 1 < list->count; k++)
            list->items[k].backed_out = true;
        return;
    }
}

void stretch_end(struct stretch *stretch, moment left, moment most)
{
    stretch->until = left < most ? left : most;
    if (stretch->until < stretch->since)
        stretch->until = stretch->since;
}

static void add_stretch(struct arena *arena, stretches *out, const struct record *record)
{
    struct stretch *last = out->count > 0 ? &out->items[out->count - 1] : NULL;
    bool lasts = last != NULL && last->until == MOMENT_NEVER;
    if (lasts && text_equal(last->digest, record->digest)) {
        if (record->rebuilt) { /* how long it stood before is not known any more */
            last->since = record->time;
            last->record = record;
            last->rebuilt = true;
        }
        return;
    }
    if (lasts)
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
    back_out(out);
}

void journal_stretches(struct arena *arena, const struct tag_journal *tag, stretches *out)
{
    *out = (stretches){0};
    for (size_t i = 0; tag != NULL && tag->trouble == NULL && i < tag->count; i++)
        if (record_moves(tag->records[i].kind))
            add_stretch(arena, out, &tag->records[i]);
}

/* What a record says of the tag's meaning upstream: a followed tag's pin is what was seen. */
static bool says_live(const struct record *record)
{
    return record->kind == RECORD_SEEN || record->kind == RECORD_PINNED;
}

void journal_seen(struct arena *arena, const struct tag_journal *tag, stretches *out)
{
    *out = (stretches){0};
    for (size_t i = 0; tag != NULL && tag->trouble == NULL && i < tag->count; i++)
        if (says_live(&tag->records[i]))
            add_stretch(arena, out, &tag->records[i]);
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
