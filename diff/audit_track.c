// SPDX-License-Identifier: Apache-2.0
#include "diff/audit_track.h"

#include <string.h>

#include "manifests/base/text.h"

static int compare_names(const struct track *track, const char *namespace, const char *stream,
                         const char *tag)
{
    int order = strcmp(track->namespace, namespace);
    order = order != 0 ? order : strcmp(track->stream, stream);
    return order != 0 ? order : strcmp(track->tag, tag);
}

/* Where the track stands in the list, or would stand. */
static size_t track_place(const track_list *tracks, const char *namespace, const char *stream,
                          const char *tag)
{
    size_t low = 0, high = tracks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_names(tracks->items[middle], namespace, stream, tag) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct track *track_find(const track_list *tracks, const char *namespace, const char *stream,
                         const char *tag)
{
    size_t place = track_place(tracks, namespace, stream, tag);
    if (place == tracks->count || compare_names(tracks->items[place], namespace, stream, tag) != 0)
        return NULL;
    return tracks->items[place];
}

struct track *track_add(struct arena *arena, track_list *tracks, const char *namespace,
                        const char *stream, const char *tag)
{
    size_t place = track_place(tracks, namespace, stream, tag);
    struct track *track = arena_new(arena, struct track);
    *track = (struct track){.namespace = arena_text(arena, namespace),
                            .stream = arena_text(arena, stream),
                            .tag = arena_text(arena, tag)};
    (void)list_add(arena, tracks);
    memmove(&tracks->items[place + 1], &tracks->items[place],
            (tracks->count - 1 - place) * sizeof *tracks->items);
    tracks->items[place] = track;
    return track;
}

const char *track_at(const struct track *track, size_t commit)
{
    const char *digest = NULL;
    for (size_t i = track != NULL ? track->changes.count : 0; i-- > 0 && digest == NULL;)
        if (track->changes.items[i].commit <= commit)
            digest = track->changes.items[i].digest;
    return digest;
}

bool track_had(const struct track *track, const char *digest, size_t commit)
{
    for (size_t i = track != NULL ? track->changes.count : 0; i-- > 0;)
        if (track->changes.items[i].commit <= commit &&
            text_equal(track->changes.items[i].digest, digest))
            return true;
    return false;
}
