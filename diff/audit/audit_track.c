// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_track.h"

#include <string.h>

#include "manifests/base/text.h"

static int compare_track(const void *key, const void *item)
{
    const struct tag_name *name = key;
    const struct track *track = *(struct track *const *)item;
    return tag_name_compare(*name, (struct tag_name){track->namespace, track->stream, track->tag});
}

struct track *track_find(const track_list *tracks, const char *namespace, const char *stream,
                         const char *tag)
{
    const struct tag_name name = {namespace, stream, tag};
    struct track **found = list_find(tracks, &name, compare_track);
    return found != NULL ? *found : NULL;
}

struct track *track_add(struct arena *arena, track_list *tracks, const char *namespace,
                        const char *stream, const char *tag)
{
    const struct tag_name name = {namespace, stream, tag};
    size_t place =
        list_place(tracks->items, tracks->count, sizeof *tracks->items, &name, compare_track);
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
