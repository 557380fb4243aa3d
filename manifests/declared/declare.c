// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/declare.h"

#include <string.h>

#include "manifests/declared/environment.h"
#include "manifests/declared/link_consumers.h"
#include "manifests/declared/link_duplicates.h"
#include "manifests/declared/link_hops.h"
#include "manifests/declared/link_notes.h"
#include "manifests/declared/link_objects.h"
#include "manifests/declared/link_paths.h"
#include "manifests/declared/link_settings.h"
#include "manifests/declared/link_tags.h"
#include "manifests/declared/link_unsupported.h"
#include "manifests/declared/reader.h"

/* Adds the problems that were found in a file's text. Skips a file without documents, such as one
 * that could not be parsed, unless it looks like a manifest or is a kustomization or weir.yaml.
 * Also skips a file with documents that kustomizations use only as a patch. */
static void add_part_problems(struct link *link, const struct linked_file *file)
{
    const struct part *part = file->part;
    bool ours =
        part->manifest || kustomization_named(file->path) || strcmp(file->path, SETTINGS_FILE) == 0;
    bool piece = file->reach.patch && !file->reach.reached;
    if (part->documents == 0 ? !ours : piece)
        return;
    list_each (problem, &part->problems) {
        struct problem *added = list_add(link->run, &link->out->problems);
        *added = *problem;
        added->path = file->path;
    }
}

size_t declared_needs(struct arena *arena, const struct source *source, size_t **out)
{
    struct declared declared = {0};
    struct link link = {.run = arena, .source = source, .out = &declared};
    link.files = arena_array(arena, struct linked_file, source->count);
    CLEANUP(reader_close)
    struct reader reader = {.link = &link, .parts = parts_open(), .bytes = text_of(TEXT_FILE_MAX)};
    const char *namespace;
    size_t count = 0, *indexes = arena_array(arena, size_t, source->count);
    reader_settings(&reader);
    for (size_t i = 0; i < source->count; i++)
        if (reader_wants(&declared.settings, source->files[i].path, &namespace))
            indexes[count++] = i;
    parts_close(reader.parts);
    *out = indexes;
    return count;
}

/* Counts the files, documents and objects that were read. Copies the paths of files that declare
 * something or have problems. */
static void name_files(struct link *link)
{
    for (size_t i = 0; i < link->source->count; i++) {
        struct linked_file *file = &link->files[i];
        const struct part *part = file->part;
        if (part == NULL)
            continue;
        link->out->files++;
        link->out->documents += part->documents;
        link->out->objects += part->objects;
        bool matters = part->problems.count + part->streams.count + part->promotions.count +
                           part->workloads.count + part->builds.count + part->settings.count >
                       0;
        if (matters && file->path == NULL)
            file->path = arena_text(link->run, link->source->files[i].path);
    }
}

static void reach_files(struct link *link)
{
    arena_scope struct arena scratch = {0};
    size_t count = link->source->count;
    const struct kustomization **kustomizations =
        arena_array(&scratch, const struct kustomization *, count);
    struct reach *reaches = arena_array(&scratch, struct reach, count);
    for (size_t i = 0; i < count; i++) {
        const struct part *part = link->files[i].part;
        if (part == NULL || part->kustomization == NULL ||
            !kustomization_named(link->source->files[i].path))
            continue;
        kustomizations[i] = part->kustomization;
        link->kustomized = true;
    }
    if (!link->kustomized)
        return;
    bool whole = reach_make(link->run, link->source, kustomizations, reaches);
    for (size_t i = 0; i < count; i++)
        link->files[i].reach = reaches[i];
    if (!whole) {
        link_problem(
            link, PROBLEM_LIMIT, (struct problem_place){.file = ""},
            "under paths in weir.yaml, list only the folders that weir needs",
            "the kustomizations have %d or more entries to follow; an entry counts once for each "
            "namespace in which its kustomization is included",
            REACH_VISITS_MAX);
    }
}

/* Adds an environment unless the last item is the same one, which is the usual case for adjacent
 * files. */
static void add_environment(struct link *link, const char *namespace)
{
    struct declared *out = link->out;
    const char *environment = environment_of(&out->settings, namespace);
    size_t count = out->environments.count;
    if (count == 0 || strcmp(out->environments.items[count - 1], environment) != 0)
        *list_add(link->run, &out->environments) = environment;
}

static void collect_environments(struct link *link)
{
    struct declared *out = link->out;
    for (size_t i = 0; i < link->source->count; i++) {
        const struct linked_file *file = &link->files[i];
        if (file->part == NULL)
            continue;
        list_each (namespace, &file->part->namespaces)
            add_environment(link, *namespace);
        if (!file->part->homeless)
            continue;
        for (size_t k = 0; k < file->reach.count; k++)
            add_environment(link, file->reach.namespaces[k]);
        if (file->reach.count == 0 && file->namespace != NULL)
            add_environment(link, file->namespace);
    }
    out->environments.count = list_order_texts(out->environments.items, out->environments.count);
}

/* Sorts the problems and drops repeated ones, which an object of several namespaces may have. */
static void sort_problems(struct declared *out)
{
    list_sort(&out->problems, problem_compare);
    size_t kept = 0;
    for (size_t i = 0; i < out->problems.count; i++) {
        struct problem problem = out->problems.items[i];
        if (kept == 0 || problem_compare(&out->problems.items[kept - 1], &problem) != 0)
            out->problems.items[kept++] = problem;
    }
    out->problems.count = kept;
}

void declared_make(struct arena *run, const struct source *source, struct parts *parts,
                   struct declared *out)
{
    *out = (struct declared){0};
    struct link link = {.run = run, .source = source, .out = out};
    link.files = arena_array(run, struct linked_file, source->count);
    CLEANUP(reader_close)
    struct reader reader = {.link = &link, .parts = parts, .bytes = text_of(TEXT_FILE_MAX)};
    parts_begin(parts);
    reader_settings(&reader);
    reader_freeze(&reader);
    reader_files(&reader);
    reach_files(&link);
    name_files(&link);
    for (size_t i = 0; i < source->count; i++) {
        if (link.files[i].part != NULL && link.files[i].path != NULL)
            add_part_problems(&link, &link.files[i]);
    }
    link_settings(&link);
    link_notes(&link);
    link_paths(&link);
    collect_environments(&link);
    link_objects(&link);
    link_unsupported(&link);
    link_duplicates(&link);
    link_hops(&link);
    link_consumers(&link);
    link_tags(&link);
    sort_problems(out);
    parts_sweep(parts);
}
