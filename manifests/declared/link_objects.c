// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_objects.h"

#include <string.h>

#include "manifests/declared/environment.h"

/* The namespaces of an object; a single "" if they are unknown. */
struct namespaces {
    const char *const *items;
    size_t count;
    bool known, shared;
};

/* Returns the namespaces of an object; *own is its metadata.namespace, or NULL. */
static struct namespaces namespaces_of(const struct linked_file *file, const char *const *own)
{
    static const char *const nowhere = "";
    if (*own != NULL)
        return (struct namespaces){own, 1, true, false};
    if (file->reach.count > 0)
        return (struct namespaces){file->reach.namespaces, file->reach.count, true,
                                   file->reach.count > 1};
    if (file->namespace != NULL)
        return (struct namespaces){&file->namespace, 1, true, false};
    return (struct namespaces){&nowhere, 1, false, false};
}

static const struct problem *no_namespace(struct link *link, struct problem_place place)
{
    return link_problem(
        link, PROBLEM_NO_NAMESPACE, place,
        "set metadata.namespace, or list the folder with its namespace under paths in weir.yaml",
        "the object's namespace is unknown");
}

static void note_shared(struct link *link, struct problem_place place, struct namespaces namespaces)
{
    enum { SHOWN = 10 };
    const char *list = "";
    for (size_t i = 0; i < namespaces.count && i < SHOWN; i++)
        list = arena_print(link->run, "%s%s%s", list, i > 0 ? ", " : "", namespaces.items[i]);
    link_problem(link, PROBLEM_SHARED_BASE, place, "put the pin into each overlay",
                 "several namespaces share this object: %s%s", list,
                 namespaces.count > SHOWN ? ", ..." : "");
}

static void add_stream(struct link *link, const struct linked_file *file,
                       const struct image_stream *spec)
{
    struct namespaces namespaces = namespaces_of(file, &spec->namespace);
    if (spec->in_template && !namespaces.known)
        return;
    struct problem_place place = {file->path, spec->line, spec->column, NULL};
    const struct problem *problem = link_part_problem(link, file->path, spec->problem);
    place.object =
        link_label(link, "ImageStream", namespaces.shared ? "" : namespaces.items[0], spec->name);
    if (!namespaces.known) {
        const struct problem *nowhere = no_namespace(link, place);
        problem = problem != NULL ? problem : nowhere;
    }
    if (namespaces.shared)
        note_shared(link, place, namespaces);
    for (size_t i = 0; i < namespaces.count; i++) {
        *list_add(link->run, &link->out->streams) = (struct stream){
            .spec = spec,
            .environment = environment_of(&link->out->settings, namespaces.items[i]),
            .file = file->path,
            .shared = namespaces.shared,
            .problem = problem};
    }
    if (link->out->settings.triggers == TRIGGERS_WEIR && file->reach.reached &&
        !spec->local_config && !spec->in_template) {
        link_problem(link, PROBLEM_APPLIED, place,
                     "add the annotation config.kubernetes.io/local-config: \"true\"",
                     "a kustomization applies this ImageStream, but no cluster needs it, because "
                     "weir.yaml has triggers: weir");
    }
}

static void add_promotion(struct link *link, const struct linked_file *file,
                          const struct promotion *promotion)
{
    struct problem_place place = {file->path, promotion->line, promotion->column,
                                  arena_print(link->run, "Promotion %s", promotion->name)};
    *list_add(link->run, &link->out->promotions) = (struct declared_promotion){
        .promotion = promotion,
        .file = file->path,
        .problem = link_part_problem(link, file->path, promotion->problem)};
    if (!promotion->local_config && (file->reach.reached || !link->kustomized)) {
        link_problem(link, PROBLEM_APPLIED, place,
                     "add the annotation config.kubernetes.io/local-config: \"true\"",
                     "the Promotion would be applied to a cluster that does not have its kind");
    }
}

static void add_workload(struct link *link, const struct linked_file *file,
                         const struct workload *workload)
{
    struct namespaces namespaces = namespaces_of(file, &workload->namespace);
    if (workload->in_template && !namespaces.known)
        return;
    const struct problem *problem = link_part_problem(link, file->path, workload->problem);
    for (size_t i = 0; i < namespaces.count; i++) {
        *list_add(link->run, &link->workloads) = (struct placed){
            .workload = workload,
            .environment = environment_of(&link->out->settings, namespaces.items[i]),
            .file = file->path,
            .shared = namespaces.shared,
            .problem = problem};
    }
}

static void add_build(struct link *link, const struct linked_file *file, const struct build *build)
{
    struct namespaces namespaces = namespaces_of(file, &build->namespace);
    if (build->in_template && !namespaces.known)
        return;
    struct problem_place place = {file->path, build->line, build->column, NULL};
    place.object = link_label(link, "BuildConfig", namespaces.items[0], build->name);
    if (!namespaces.known && build->to_stream != NULL && build->to_namespace == NULL)
        no_namespace(link, place);
    for (size_t i = 0; i < namespaces.count; i++) {
        const char *to = build->to_namespace != NULL ? build->to_namespace : namespaces.items[i];
        link_identity(link, "BuildConfig", namespaces.items[i], build->name, place, NULL);
        if (build->to_stream == NULL || *to == '\0')
            continue;
        *list_add(link->run, &link->out->producers) =
            (struct producer){build, file->path, to, build->to_stream, build->to_tag};
    }
}

static int by_stream(const void *left, const void *right)
{
    const struct stream *a = left, *b = right;
    int orders[] = {strcmp(a->environment, b->environment), strcmp(a->spec->name, b->spec->name),
                    strcmp(a->file, b->file), link_order_lines(a->spec->line, b->spec->line)};
    return link_order(orders, 4);
}

static int by_promotion(const void *left, const void *right)
{
    const struct declared_promotion *a = left, *b = right;
    int orders[] = {strcmp(a->promotion->name, b->promotion->name), strcmp(a->file, b->file),
                    link_order_lines(a->promotion->line, b->promotion->line)};
    return link_order(orders, 3);
}

static int by_producer(const void *left, const void *right)
{
    const struct producer *a = left, *b = right;
    int orders[] = {strcmp(a->environment, b->environment), strcmp(a->stream, b->stream),
                    strcmp(a->tag, b->tag), strcmp(a->file, b->file),
                    link_order_lines(a->build->line, b->build->line)};
    return link_order(orders, 5);
}

static int by_workload(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;
    int orders[] = {strcmp(a->environment, b->environment),
                    (a->workload->kind > b->workload->kind) -
                        (a->workload->kind < b->workload->kind),
                    strcmp(a->workload->name, b->workload->name), strcmp(a->file, b->file),
                    link_order_lines(a->workload->line, b->workload->line)};
    return link_order(orders, 5);
}

/* True for a file that was read, unless it is only a patch: a patch has parts of objects that are
 * in other files. */
static bool holds_objects(const struct linked_file *file)
{
    return file->part != NULL && (!file->reach.patch || file->reach.reached);
}

void link_objects(struct link *link)
{
    for (size_t i = 0; i < link->source->count; i++) {
        const struct linked_file *file = &link->files[i];
        if (!holds_objects(file))
            continue;
        const struct part *part = file->part;
        list_each (stream, &part->streams)
            add_stream(link, file, *stream);
        list_each (promotion, &part->promotions)
            add_promotion(link, file, *promotion);
        list_each (workload, &part->workloads)
            add_workload(link, file, *workload);
        list_each (build, &part->builds)
            add_build(link, file, *build);
    }
    list_sort(&link->out->streams, by_stream);
    list_sort(&link->out->promotions, by_promotion);
    list_sort(&link->out->producers, by_producer);
    list_sort(&link->workloads, by_workload);
}
