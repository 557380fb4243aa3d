// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/stretch.h"

#include <string.h>

#include "manifests/base/text.h"

/* Ends a stretch at `left`, but not before it started and not after `most`. */
static void end(struct stretch *stretch, moment left, moment most)
{
    stretch->until = left < most ? left : most;
    if (stretch->until < stretch->since)
        stretch->until = stretch->since;
}

/* Returns the last stretch if it still lasts, or NULL. */
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
        end(last, left, now);
    *list_add(arena, list) = (struct stretch){
        .digest = digest,
        .since = now,
        .until = MOMENT_NEVER,
    };
}

void stretch_add(struct arena *arena, stretches *list, const struct record *record)
{
    struct stretch *last = lasting(list);
    if (last != NULL && text_equal(last->digest, record->digest)) {
        if (record->rebuilt) { /* it is unknown whether the tag had the digest all the time */
            last->since = record->time;
            last->record = record;
            last->rebuilt = true;
        }
        return;
    }
    if (last != NULL)
        end(last, record->left != 0 ? record->left : record->time, record->time);
    if (record->digest == NULL)
        return;
    *list_add(arena, list) = (struct stretch){
        .digest = record->digest,
        .since = record->time,
        .until = MOMENT_NEVER,
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
    size_t earliest = list->count; /* the lowest index whose digest a stretch after i has again */
    for (size_t i = list->count; i-- > 0;) {
        list->items[i].backed_out = earliest < i;
        earliest = before[i] < earliest ? before[i] : earliest;
    }
}
