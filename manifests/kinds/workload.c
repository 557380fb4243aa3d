// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/workload.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/metadata.h"
#include "manifests/kinds/texts.h"
#include "manifests/kinds/triggers.h"
#include "manifests/kinds/type.h"
#include "manifests/values/reference.h"

#define RESOLVE_NAMES "alpha.image.policy.openshift.io/resolve-names"

static const struct {
    const char *kind, *pod;
} workloads[] = {
#define X(code, kind, pod, ...) [code] = {kind, pod},
    WORKLOADS(X)
#undef X
};
TABLE_COMPLETE(workloads, WORKLOAD_KINDS);
WORDS_COLUMN(const char *, workload_kind_word, enum workload_kind, workloads, kind);

/* Reads a container. One without a name is kept, because triggers can name containers by index. */
static void read_container(struct decoding *decoding, const struct node *item,
                           struct node_path path, enum container_list list,
                           struct container *container)
{
    const struct node *node = node_resolve(item);
    *container = (struct container){.name = "", .list = list};
    const struct node *name = field_find(node, "name"), *image = field_find(node, "image");
    if (node->kind != NODE_MAP) {
        problem_add(decoding, PROBLEM_WRONG_TYPE, node, "write name: and image: below it",
                    "a container is %s, not a map", type_name(node));
        container->image =
            (struct scalar){.path = path, .line = node->line, .column = node->column};
        return;
    }
    problem_duplicate_key(decoding, node);
    const char *text = name != NULL ? text_read(decoding, name) : NULL;
    container->name = text != NULL ? text : "";
    container->image = field_scalar(decoding, path, node, "image");
    if (image != NULL)
        text_read(decoding, image);
}

static size_t read_containers(struct decoding *decoding, const struct node *pod,
                              struct node_path pod_path, enum container_list list,
                              struct container *containers)
{
    const char *key = container_list_key(list);
    const struct node *items = field_find(pod, key);
    if (items == NULL)
        return 0;
    if (items->kind != NODE_LIST) {
        problem_add(decoding, PROBLEM_WRONG_TYPE, items,
                    "write the containers below it, each after \"- \"", "%s is %s, not a list", key,
                    type_name(items));
        return 0;
    }
    struct node_path path = node_path_key(decoding->part, pod_path, key);
    size_t count = 0;
    for (const struct node *item = items->first; item != NULL; item = item->next, count++)
        read_container(decoding, item, node_path_item(decoding->part, path, count), list,
                       &containers[count]);
    return count;
}

static size_t count_items(const struct node *map, const char *key)
{
    const struct node *list = field_find(map, key);
    return list != NULL && list->kind == NODE_LIST ? list->count : 0;
}

/* Returns the map at a dotted path, and appends that path to *path. Returns NULL if there is no
 * map; adds a problem if there is another value. */
static const struct node *walk(struct decoding *decoding, const struct node *object,
                               const char *dotted, struct node_path *path)
{
    const struct node *node = object;
    for (const char *at = dotted; node != NULL && *at != '\0';) {
        size_t length = strcspn(at, ".");
        const char *key = arena_copy(decoding->part, at, length);
        at += length + (at[length] == '.');
        const struct node *next = field_find(node, key);
        *path = node_path_key(decoding->part, *path, key);
        if (next != NULL && next->kind != NODE_MAP) {
            problem_add(decoding, PROBLEM_WRONG_TYPE, next, "write key: value below it",
                        "%s is %s, not a map", key, type_name(next));
            return NULL;
        }
        problem_duplicate_key(decoding, next);
        node = next;
    }
    return node;
}

/* Returns the annotations of the pod template that contains a pod spec, or NULL. */
static const struct node *pod_annotations(const struct node *pod)
{
    const struct node *template = pod != NULL ? pod->parent : NULL;
    return field_find(field_find(template, "metadata"), "annotations");
}

static void read_pod(struct decoding *decoding, const struct node *object,
                     struct workload *workload)
{
    struct node_path path = workload->path;
    const struct node *pod = walk(decoding, object, workloads[workload->kind].pod, &path);
    if (pod == NULL)
        return;
    size_t most = 0, count = 0;
    for (int list = 0; list < CONTAINER_LIST_COUNT; list++)
        most += count_items(pod, container_list_key((enum container_list)list));
    if (problem_too_many(decoding, pod, most, WORKLOAD_CONTAINERS_MAX, "containers", "remove some"))
        return;
    struct container *containers = arena_array(decoding->part, struct container, most);
    for (int list = 0; list < CONTAINER_LIST_COUNT; list++)
        count +=
            read_containers(decoding, pod, path, (enum container_list)list, containers + count);
    workload->containers = containers;
    workload->container_count = count;
    workload->resolve_names =
        workload->resolve_names || text_equal(field_text(pod_annotations(pod), RESOLVE_NAMES), "*");
}

const struct workload *workload_decode(struct arena *part, size_t document, enum workload_kind kind,
                                       const struct node *object, problem_list *problems)
{
    struct decoding decoding = {.part = part, .document = document, .problems = problems};
    struct metadata metadata;
    if (!metadata_read(&decoding, object, workload_kind_word(kind), &metadata))
        return NULL;
    struct workload *workload = arena_new(part, struct workload);
    workload->kind = kind;
    workload->name = metadata.name;
    workload->namespace = metadata.namespace;
    workload->path = node_path_of(part, document, object);
    workload->line = object->line;
    workload->column = object->column;
    workload->in_template = decoding.in_template;
    problem_duplicate_key(&decoding, object);
    workload->resolve_names = text_equal(field_text(metadata.annotations, RESOLVE_NAMES), "*");
    read_pod(&decoding, object, workload);
    const struct node *triggers = field_find(metadata.annotations, TRIGGERS_ANNOTATION);
    if (triggers != NULL) {
        problem_duplicate_key(&decoding, metadata.annotations);
        triggers_read(&decoding, triggers, workloads[kind].pod, workload);
    }
    workload->problem = decoding.broken;
    workload->broken = decoding.broken != NULL;
    return workload;
}

static void read_output(struct decoding *decoding, const struct node *to, struct build *build)
{
    const char *kind = field_text(to, "kind"), *name = field_text(to, "name");
    if (!text_equal(kind, "ImageStreamTag") || name == NULL)
        return;
    const char *namespace = field_text(to, "namespace");
    if (text_note_variable(decoding, field_find(to, "name"), name, "the build's output") ||
        text_note_variable(decoding, field_find(to, "namespace"), namespace, "the build's output"))
        return;
    const char *colon = strchr(name, ':');
    const char *tag = colon == NULL || colon[1] == '\0' ? "latest" : colon + 1;
    if (colon == name || *name == '\0' || !reference_tag_valid(tag)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(to, "name"), "write stream:tag",
                    "\"%.100s\" is not a stream's tag", name);
        return;
    }
    build->to_namespace = arena_text(decoding->part, field_text(to, "namespace"));
    build->to_stream =
        arena_copy(decoding->part, name, colon != NULL ? (size_t)(colon - name) : strlen(name));
    build->to_tag = arena_text(decoding->part, tag);
}

const struct build *build_decode(struct arena *part, size_t document, const struct node *object,
                                 problem_list *problems)
{
    struct decoding decoding = {.part = part, .document = document, .problems = problems};
    struct metadata metadata;
    if (!metadata_read(&decoding, object, "BuildConfig", &metadata))
        return NULL;
    struct build *build = arena_new(part, struct build);
    build->name = metadata.name;
    build->namespace = metadata.namespace;
    build->path = node_path_of(part, document, object);
    build->line = object->line;
    build->column = object->column;
    build->in_template = decoding.in_template;
    struct node_path path = build->path;
    const struct node *to = walk(&decoding, object, "spec.output.to", &path);
    if (to != NULL)
        read_output(&decoding, to, build);
    build->problem = decoding.broken;
    build->broken = decoding.broken != NULL;
    return build;
}
