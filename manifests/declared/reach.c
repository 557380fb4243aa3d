// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/reach.h"

#include <string.h>

#include "manifests/base/list.h"

const char *reach_join(struct arena *arena, const char *folder, const char *relative)
{
    if (strstr(relative, "://") != NULL || relative[0] == '/' || strlen(relative) > SOURCE_PATH_MAX)
        return NULL;
    /* Every part ends with a slash, also the last one, so nothing is written past the end. */
    char *joined = arena_print(arena, "%s%s%s/", folder, *folder != '\0' ? "/" : "", relative);
    char *out = joined;
    for (const char *at = joined; *at != '\0';) {
        size_t length = strcspn(at, "/");
        const char *next = at + length + (at[length] == '/');
        if (length == 2 && at[0] == '.' && at[1] == '.') {
            if (out == joined)
                return NULL;
            do
                out--;
            while (out > joined && out[-1] != '/');
        } else if (length > 0 && !(length == 1 && at[0] == '.')) {
            memmove(out, at, length);
            out += length;
            *out++ = '/';
        }
        at = next;
    }
    if (out > joined)
        out--;
    *out = '\0';
    return joined;
}

/* A kustomization to visit, with the namespace that the kustomizations including it set. */
struct visit {
    size_t index;
    const char *namespace; /* NULL: none yet */
};

struct reach_walk {
    struct arena *run, *scratch;
    const struct source *source;
    const struct kustomization *const *kustomizations;
    struct reach *reaches;
    struct reach *visited; /* by file: the namespaces of its visits so far; "" for none */
    LIST_OF(struct visit) visits;
    size_t steps;
};

/* Adds a namespace; true if it is new. */
static bool add_namespace(struct arena *arena, struct reach *reach, const char *namespace)
{
    for (size_t i = 0; i < reach->count; i++) {
        if (strcmp(reach->namespaces[i], namespace) == 0)
            return false;
    }
    reach->namespaces = list_grow(arena, reach->namespaces, reach->count, &reach->capacity,
                                  sizeof *reach->namespaces);
    reach->namespaces[reach->count++] = namespace;
    return true;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? arena_copy(arena, path, (size_t)(slash - path)) : "";
}

/* Returns the index of the file that an entry names, or of the kustomization in the folder that it
 * names. Returns -1 if there is no such file. */
static ptrdiff_t target_of(struct reach_walk *walk, size_t from, const char *entry)
{
    const char *folder = folder_of(walk->scratch, walk->source->files[from].path);
    const char *path = reach_join(walk->scratch, folder, entry);
    if (path == NULL)
        return -1;
    ptrdiff_t found = source_find(walk->source, path);
    for (size_t i = 0; kustomization_names[i] != NULL && found < 0; i++) {
        found = source_find(walk->source, reach_join(walk->scratch, path, kustomization_names[i]));
    }
    return found;
}

static void push(struct reach_walk *walk, size_t index, const char *namespace)
{
    if (add_namespace(walk->scratch, &walk->visited[index], namespace != NULL ? namespace : ""))
        *list_add(walk->scratch, &walk->visits) = (struct visit){index, namespace};
}

static void visit_one(struct reach_walk *walk, struct visit visit)
{
    const struct kustomization *here = walk->kustomizations[visit.index];
    const char *namespace = visit.namespace != NULL ? visit.namespace : here->namespace;
    for (size_t i = 0; i < here->resource_count; i++) {
        ptrdiff_t target = target_of(walk, visit.index, here->resources[i]);
        walk->steps++;
        if (target < 0)
            continue;
        struct reach *reach = &walk->reaches[target];
        reach->reached = true;
        if (walk->kustomizations[target] != NULL)
            push(walk, (size_t)target, namespace);
        else if (namespace != NULL)
            add_namespace(walk->run, reach, namespace);
    }
}

/* Marks patches, and kustomizations that another one includes. */
static void mark(struct reach_walk *walk, bool *inner)
{
    for (size_t i = 0; i < walk->source->count; i++) {
        const struct kustomization *here = walk->kustomizations[i];
        for (size_t k = 0; here != NULL && k < here->resource_count; k++) {
            ptrdiff_t target = target_of(walk, i, here->resources[k]);
            if (target >= 0 && (size_t)target != i)
                inner[target] = true;
        }
        for (size_t k = 0; here != NULL && k < here->patch_count; k++) {
            ptrdiff_t target = target_of(walk, i, here->patches[k]);
            if (target >= 0)
                walk->reaches[target].patch = true;
        }
    }
}

bool reach_make(struct arena *run, const struct source *source,
                const struct kustomization *const *kustomizations, struct reach *reaches)
{
    arena_scope struct arena scratch = {0};
    struct reach_walk walk = {.run = run,
                              .scratch = &scratch,
                              .source = source,
                              .kustomizations = kustomizations,
                              .reaches = reaches,
                              .visited = arena_array(&scratch, struct reach, source->count)};
    bool *inner = arena_array(&scratch, bool, source->count);
    mark(&walk, inner);
    for (size_t i = 0; i < source->count; i++) {
        if (kustomizations[i] != NULL && !inner[i])
            push(&walk, i, NULL);
    }
    for (size_t at = 0; at < walk.visits.count && walk.steps < REACH_VISITS_MAX; at++)
        visit_one(&walk, walk.visits.items[at]);
    for (size_t i = 0; i < source->count; i++)
        reaches[i].count = list_order_texts(reaches[i].namespaces, reaches[i].count);
    return walk.steps < REACH_VISITS_MAX;
}
