// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/init_place.h"

#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/declared/reader.h"
#include "manifests/kinds/kustomization.h"
#include "manifests/values/glob.h"

enum { PROPOSED_MAX = 50 /* more folders are not proposed */ };

const char *init_place_file(struct arena *arena, const struct source *source,
                            const struct settings *settings, const char *name)
{
    const char *namespace = NULL, *best = NULL;
    bool best_built = false;
    if (reader_wants(settings, name, &namespace))
        return name;
    for (size_t i = 0; i < source->count; i++) {
        const char *path = source->files[i].path, *slash = strrchr(path, '/');
        bool built = kustomization_named(path);
        if (slash == NULL || (best != NULL && (best_built || !built)))
            continue;
        const char *place = arena_print(arena, "%.*s/%s", (int)(slash - path), path, name);
        if (!reader_wants(settings, place, &namespace))
            continue;
        best = place;
        best_built = built;
    }
    return best;
}

typedef LIST_OF(const char *) place_list;

/* Adds the first part of the path: a folder or a file in the root. */
static void add_top(struct arena *arena, place_list *out, const char *path)
{
    const char *slash = strchr(path, '/');
    const char *top = slash != NULL ? arena_copy(arena, path, (size_t)(slash - path)) : path;
    list_each (one, out)
        if (strcmp(*one, top) == 0)
            return;
    *list_add(arena, out) = top;
}

/* True if every manifest of the source is in one of the places. */
static bool whole(struct arena *arena, const struct source *source, const place_list *places)
{
    place_list all = {0};
    for (size_t i = 0; i < source->count; i++)
        add_top(arena, &all, source->files[i].path);
    return all.count <= places->count;
}

/* True if the name means itself in `paths` and in double quotes. */
static bool plain(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == '"' || *at == '\\')
            return false;
    return !glob_is(name);
}

const char *init_place_paths(struct arena *arena, const struct source *source,
                             const struct declared *declared, const char *file)
{
    place_list places = {0};
    list_each (stream, &declared->streams)
        add_top(arena, &places, stream->file);
    list_each (consumer, &declared->consumers)
        add_top(arena, &places, consumer->file);
    list_each (producer, &declared->producers)
        add_top(arena, &places, producer->file);
    list_each (promotion, &declared->promotions)
        add_top(arena, &places, promotion->file);
    for (size_t i = 0; i < source->count; i++)
        if (kustomization_named(source->files[i].path))
            add_top(arena, &places, source->files[i].path);
    if (places.count == 0 || places.count > PROPOSED_MAX || whole(arena, source, &places))
        return "";
    if (file != NULL)
        add_top(arena, &places, file);
    list_sort(&places, list_compare_texts);
    const char *lines = "";
    list_each (place, &places)
        if (!plain(*place))
            return "";
    list_each (place, &places)
        lines = arena_print(arena, "%s  # - path: \"%s\"\n", lines, *place);
    return arena_print(
        arena,
        "  # The whole repository is read. To read only what weir needs today, remove "
        "the \"# \" of\n  # these lines:\n  # paths:\n%s",
        lines);
}
