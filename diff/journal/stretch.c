// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/stretch.h"

#include <string.h>

#include "manifests/base/text.h"

/* Ends a stretch at `left`, but not before it started and not after `most`. */
static void end(struct stretch *stretch, moment left, moment most)
{
    stretch->until = left < most ? left : most;
    if (stretch->since_unknown)
        stretch->since = stretch->until;
    if (stretch->until < stretch->since)
        stretch->until = stretch->since;
}

/* Ends a stretch by a record, which has another digest or none. */
static void end_by(struct stretch *stretch, const struct record *record, moment now, bool believed)
{
    if (believed) {
        end(stretch, record->left != 0 ? record->left : record->time, record->time);
    } else if (record->left != 0 && record->left <= now) {
        end(stretch, record->left, now);
    } else {
        if (stretch->since == MOMENT_NEVER)
            stretch->since = record->time;
        stretch->until = stretch->since;
        stretch->until_unknown = true;
    }
}

/* Returns the last stretch if it still lasts, or NULL. */
static struct stretch *lasting(const stretches *list)
{
    struct stretch *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
    return last != NULL && last->until == MOMENT_NEVER ? last : NULL;
}

void stretch_present(struct arena *arena, stretches *list, const char *digest, moment left,
                     moment now, bool by_person)
{
    struct stretch *last = lasting(list);
    if (last != NULL && text_equal(last->digest, digest))
        return;
    if (last != NULL)
        end(last, left, now);
    *list_add(arena, list) = (struct stretch){
        .digest = digest,
        .since = now,
        .until = MOMENT_NEVER,
        .by_person = by_person,
    };
}

void stretch_add(struct arena *arena, stretches *list, const struct record *record, moment now,
                 bool doubted)
{
    struct stretch *last = lasting(list);
    bool believed = !doubted && record_believed(record, now);
    if (last != NULL && text_equal(last->digest, record->digest)) {
        /* It is unknown whether the tag had the digest all the time, or since when it has it. */
        if (believed && (record->rebuilt || last->since_unknown)) {
            last->since = record->time;
            last->since_unknown = false;
            last->record = record;
            last->rebuilt = true;
        }
        last->alias = record->alias;
        return;
    }
    if (last != NULL)
        end_by(last, record, now, believed);
    if (record->digest == NULL)
        return;
    *list_add(arena, list) = (struct stretch){
        .digest = record->digest,
        .since = doubted ? MOMENT_NEVER : record->time,
        .until = MOMENT_NEVER,
        .since_unknown = !believed,
        .alias = record->alias,
        .by_person = record->kind == RECORD_ROLLED_BACK || record->kind == RECORD_HELD ||
                     (last != NULL && !text_equal(last->alias, record->alias)),
        .rebuilt = record->rebuilt,
        .record = record,
    };
}

/* A digest and the index of its stretch. */
struct spot {
    const char *digest;
    size_t index;
};

static int compare_spots(const void *a, const void *b)
{
    const struct spot *left = a, *right = b;
    return strcmp(left->digest, right->digest);
}

void stretch_back_out(stretches *list)
{
    arena_scope struct arena scratch = {0};
    if (list->count < 3)
        return;
    struct spot *spots = arena_array(&scratch, struct spot, list->count);
    /* For each stretch, the index of the previous stretch with its digest, or its own index. */
    size_t *before = arena_array(&scratch, size_t, list->count);
    for (size_t i = 0; i < list->count; i++) {
        spots[i] = (struct spot){list->items[i].digest, i};
        before[i] = i;
    }
    list_order(spots, list->count, sizeof *spots,
               compare_spots); /* stable: spots with equal digests stay in order */
    for (size_t i = 1; i < list->count; i++)
        if (compare_spots(&spots[i - 1], &spots[i]) == 0)
            before[spots[i].index] = spots[i - 1].index;
    size_t earliest = list->count; /* the lowest index whose digest a person's move after i has */
    for (size_t i = list->count; i-- > 0;) {
        list->items[i].backed_out = earliest < i;
        if (list->items[i].by_person && before[i] < earliest)
            earliest = before[i];
    }
}
