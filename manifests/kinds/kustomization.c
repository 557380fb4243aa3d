// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/kustomization.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/namespace.h"

static void add_text(struct arena *part, text_list *texts, const char *text)
{
    if (text != NULL && strchr(text, '\n') == NULL && texts->count < KUSTOMIZATION_ENTRIES_MAX)
        *list_add(part, texts) = arena_text(part, text);
}

/* Items that are texts, and the `path` of those that are maps. */
static void add_entries(struct arena *part, const struct node *root, const char *key,
                        text_list *texts)
{
    const struct node *list = field_find(root, key);
    if (list == NULL || list->kind != NODE_LIST)
        return;
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const struct node *node = node_resolve(item);
        add_text(part, texts, node->kind == NODE_MAP ? field_text(node, "path") : node_text(node));
    }
}

static const char *const resource_keys[] = {"resources", "bases", "components"};
static const char *const patch_keys[] = {"patches", "patchesStrategicMerge", "patchesJson6902"};

static bool is_kustomization(const struct node *root)
{
    const char *kind = field_text(root, "kind"), *version = field_text(root, "apiVersion");
    if (kind != NULL || version != NULL) {
        return (text_equal(kind, "Kustomization") || text_equal(kind, "Component")) &&
               (version == NULL || text_starts(version, "kustomize.config.k8s.io/"));
    }
    bool any = field_find(root, "namespace") != NULL;
    for (size_t i = 0; i < 3; i++)
        any = any || field_find(root, resource_keys[i]) != NULL ||
              field_find(root, patch_keys[i]) != NULL;
    return any;
}

const struct kustomization *kustomization_decode(struct arena *part, const struct node *root)
{
    if (root == NULL || root->kind != NODE_MAP || !is_kustomization(root))
        return NULL;
    struct kustomization *kustomization = arena_new(part, struct kustomization);
    const char *namespace = field_text(root, "namespace");
    if (namespace != NULL && namespace_valid(namespace))
        kustomization->namespace = arena_text(part, namespace);
    text_list resources = {0}, patches = {0};
    for (size_t i = 0; i < 3; i++) {
        add_entries(part, root, resource_keys[i], &resources);
        add_entries(part, root, patch_keys[i], &patches);
    }
    kustomization->resources = resources.items;
    kustomization->resource_count = resources.count;
    kustomization->patches = patches.items;
    kustomization->patch_count = patches.count;
    return kustomization;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static const char *const file_names[] = {"kustomization.yaml", "kustomization.yml",
                                         "Kustomization"};

bool kustomization_named(const char *path)
{
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(base_name(path), file_names[i]) == 0)
            return true;
    }
    return false;
}

const char *path_join(struct arena *arena, const char *folder, const char *relative)
{
    if (strstr(relative, "://") != NULL || relative[0] == '/' || strlen(relative) > SOURCE_PATH_MAX)
        return NULL;
    /* Every part ends in a slash, the last one too: none is written past the end. */
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

/* A kustomization under a namespace, still to be walked. */
struct visit {
    size_t index;
    const char *namespace; /* NULL: none yet */
};

struct kustomization_walk {
    struct arena *run, *scratch;
    const struct source *source;
    const struct kustomization *const *kustomizations;
    struct reach *reaches;
    struct reach *visited; /* by file: the namespaces under which it was walked; "" for none */
    LIST_OF(struct visit) visits;
    size_t steps;
};

/* True when it is new. */
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

/* The file that an entry means: itself, or the kustomization in the folder it names; or -1. */
static ptrdiff_t target_of(struct kustomization_walk *walk, size_t from, const char *entry)
{
    const char *folder = folder_of(walk->scratch, walk->source->files[from].path);
    const char *path = path_join(walk->scratch, folder, entry);
    if (path == NULL)
        return -1;
    ptrdiff_t found = source_find(walk->source, path);
    for (size_t i = 0; i < 3 && found < 0; i++) {
        found = source_find(walk->source, path_join(walk->scratch, path, file_names[i]));
    }
    return found;
}

static void push(struct kustomization_walk *walk, size_t index, const char *namespace)
{
    if (add_namespace(walk->scratch, &walk->visited[index], namespace != NULL ? namespace : ""))
        *list_add(walk->scratch, &walk->visits) = (struct visit){index, namespace};
}

static void visit_one(struct kustomization_walk *walk, struct visit visit)
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

/* Marks patches, and kustomizations that another one reaches. */
static void mark(struct kustomization_walk *walk, bool *inner)
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
    struct kustomization_walk walk = {.run = run,
                                      .scratch = &scratch,
                                      .source = source,
                                      .kustomizations = kustomizations,
                                      .reaches = reaches,
                                      .visited =
                                          arena_array(&scratch, struct reach, source->count)};
    bool *inner = arena_array(&scratch, bool, source->count);
    mark(&walk, inner);
    for (size_t i = 0; i < source->count; i++) {
        if (kustomizations[i] != NULL && !inner[i])
            push(&walk, i, NULL);
    }
    for (size_t at = 0; at < walk.visits.count && walk.steps < KUSTOMIZATION_VISITS_MAX; at++)
        visit_one(&walk, walk.visits.items[at]);
    for (size_t i = 0; i < source->count; i++)
        reaches[i].count = list_order_texts(reaches[i].namespaces, reaches[i].count);
    return walk.steps < KUSTOMIZATION_VISITS_MAX;
}
