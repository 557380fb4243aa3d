// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/declared.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/declared/environment.h"
#include "manifests/declared/link.h"
#include "manifests/declared/parts.h"
#include "manifests/kinds/settings_freezes.h"
#include "manifests/values/glob.h"

/* Reading of files, with what is used again for each. */
struct reader {
    struct link *link;
    struct parts *parts;
    struct arena scratch;
    struct text bytes;
};

static void reader_close(struct reader *reader)
{
    arena_done(&reader->scratch);
    text_done(&reader->bytes);
}

static const struct problem *unreadable(struct link *link, size_t index, enum problem_code code,
                                        const char *hint, const char *message)
{
    link->files[index].path = arena_text(link->run, link->source->files[index].path);
    return link_problem(link, code, (struct problem_place){link->files[index].path, 0, 0, NULL},
                        hint, "%s", message);
}

/* Equal bytes are one part, but as JSON another than as YAML. */
static struct source_id part_id(const struct source_file *file)
{
    static const struct source_id unknown;
    struct source_id id = file->id;
    if (memcmp(&id, &unknown, sizeof id) != 0 && text_ends(file->path, ".json"))
        id.bytes[SOURCE_ID_SIZE - 1] |= 0x80;
    return id;
}

/* As source.read, into the reader's bytes. */
static int read_bytes(struct reader *reader, size_t index, struct err *err)
{
    const struct source *source = reader->link->source;
    uint64_t size = source->files[index].size;
    text_clear(&reader->bytes);
    if (size > TEXT_FILE_MAX && size != SOURCE_SIZE_UNKNOWN)
        return 1;
    return source->read(source->context, index, &reader->bytes, err);
}

/* NULL when the file could not be read; *problem says why. */
static const struct part *read_part(struct reader *reader, size_t index,
                                    const struct problem **problem)
{
    struct link *link = reader->link;
    const struct source_file *file = &link->source->files[index];
    struct source_id id = part_id(file);
    const struct part *part = parts_find(reader->parts, &id);
    if (part != NULL)
        return part;
    struct err err = {0};
    int result = read_bytes(reader, index, &err);
    if (result > 0) {
        *problem = unreadable(link, index, PROBLEM_LIMIT, "list it under ignore in weir.yaml",
                              "the file is larger than 16 MiB");
        return NULL;
    }
    if (result < 0) {
        *problem = unreadable(link, index, PROBLEM_UNREADABLE,
                              err.hint[0] != '\0' ? err.hint : NULL, err.message);
        return NULL;
    }
    struct part *fresh = part_make();
    part_decode(fresh, &reader->scratch, file->path,
                reader->bytes.data != NULL ? reader->bytes.data : "", reader->bytes.length);
    return parts_add(reader->parts, &id, fresh);
}

static bool ignored_by(const char *const *ignores, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++) {
        if (glob_ignores(ignores[i], path))
            return true;
    }
    return false;
}

/* Whether settings want the file read; *namespace is that of its `paths` entry. */
static bool wanted(const struct settings *settings, const char *path, const char **namespace)
{
    if (ignored_by(settings->ignores, settings->ignore_count, path))
        return false;
    for (size_t i = 0; i < settings->path_count; i++) {
        const struct settings_path *entry = &settings->paths[i];
        const char *below = glob_below(entry->path, path);
        if (below == NULL || ignored_by(entry->ignores, entry->ignore_count, below))
            continue;
        *namespace = entry->namespace;
        return true;
    }
    return settings->path_count == 0;
}

/* Problems of the file's own text; of a patch only those that keep it from being read. */
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

static void add_settings_problems(struct link *link, const struct linked_file *file)
{
    bool root = strcmp(file->path, SETTINGS_FILE) == 0;
    for (size_t i = root ? 1 : 0; i < file->part->settings.count; i++) {
        const struct settings *settings = file->part->settings.items[i];
        struct problem_place place = {file->path, settings->line, settings->column, "Reconciler"};
        if (root) {
            link_problem(link, PROBLEM_DUPLICATE_OBJECT, place, "remove one of them",
                         "the Reconciler is also declared at %s:%u", file->path,
                         (unsigned)file->part->settings.items[0]->line);
        } else {
            link_problem(link, PROBLEM_BAD_VALUE, place,
                         "move it to " SETTINGS_FILE " at the root of the repository",
                         "a Reconciler in this place is ignored");
        }
    }
}

/* weir.yaml: what can't be understood stops all writing. */
static void take_settings(struct reader *reader)
{
    struct link *link = reader->link;
    struct settings *out = &link->out->settings;
    *out = settings_default();
    ptrdiff_t index = source_find(link->source, SETTINGS_FILE);
    if (index < 0)
        return;
    struct linked_file *file = &link->files[index];
    const struct problem *problem = NULL;
    file->part = read_part(reader, (size_t)index, &problem);
    if (file->part != NULL && file->part->settings.count > 0) {
        *out = *file->part->settings.items[0];
        out->problem = link_part_problem(link, SETTINGS_FILE, out->problem);
        return;
    }
    if (file->part != NULL && file->part->problems.count > 0) {
        problem = link_part_problem(link, SETTINGS_FILE, &file->part->problems.items[0]);
    } else if (file->part != NULL) {
        problem =
            link_problem(link, PROBLEM_MISSING_FIELD, (struct problem_place){.file = SETTINGS_FILE},
                         "start it with apiVersion: weir.dev/v1alpha1 and kind: Reconciler",
                         "the file has no Reconciler");
    }
    out->present = true;
    out->broken = true;
    out->problem = problem;
}

/* A freeze by file: whatever is in it, it stands. */
static void take_freeze(struct reader *reader)
{
    struct link *link = reader->link;
    struct settings *settings = &link->out->settings;
    struct err err = {0};
    ptrdiff_t index = source_find(link->source, FREEZE_FILE);
    if (index < 0)
        return;
    struct settings_freeze *freezes =
        arena_array(link->run, struct settings_freeze, settings->freeze_count + 1);
    /* A freeze needs no reason: one that can't be read is as good. */
    if (read_bytes(reader, (size_t)index, &err) != 0)
        text_clear(&reader->bytes);
    freezes[0] = settings_freeze_file(
        link->run, reader->bytes.data != NULL ? reader->bytes.data : "", reader->bytes.length);
    for (size_t i = 0; i < settings->freeze_count; i++)
        freezes[i + 1] = settings->freezes[i];
    settings->freezes = freezes;
    settings->freeze_count++;
}

/* Manifests only: weir.freeze is found by its name. */
static bool names_freeze(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash != NULL ? slash + 1 : path, FREEZE_FILE) == 0;
}

static void read_files(struct reader *reader)
{
    struct link *link = reader->link;
    for (size_t i = 0; i < link->source->count; i++) {
        struct linked_file *file = &link->files[i];
        const char *path = link->source->files[i].path;
        const struct problem *problem = NULL;
        bool settings = strcmp(path, SETTINGS_FILE) == 0;
        if (settings || names_freeze(path) || !wanted(&link->out->settings, path, &file->namespace))
            continue;
        file->part = read_part(reader, i, &problem);
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
    take_settings(&reader);
    for (size_t i = 0; i < source->count; i++)
        if (wanted(&declared.settings, source->files[i].path, &namespace))
            indexes[count++] = i;
    parts_close(reader.parts);
    *out = indexes;
    return count;
}

/* Only files that matter get a copy of their path. */
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
        link_problem(link, PROBLEM_LIMIT, (struct problem_place){.file = ""},
                     "list the folders to read under paths in weir.yaml",
                     "kustomizations refer to each other in more than %d ways",
                     KUSTOMIZATION_VISITS_MAX);
    }
}

/* Neighbors mostly share one. */
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

/* An object of several namespaces may say the same more than once. */
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
    take_settings(&reader);
    take_freeze(&reader);
    read_files(&reader);
    reach_files(&link);
    name_files(&link);
    for (size_t i = 0; i < source->count; i++) {
        if (link.files[i].part == NULL || link.files[i].path == NULL)
            continue;
        add_part_problems(&link, &link.files[i]);
        add_settings_problems(&link, &link.files[i]);
    }
    collect_environments(&link);
    link_objects(&link);
    link_duplicates(&link);
    link_hops(&link);
    link_consumers(&link);
    link_tags(&link);
    sort_problems(out);
    parts_sweep(parts);
}

static int compare_stream(const void *key, const void *item)
{
    const struct tag_name *name = key;
    const struct stream *stream = item;
    int order = strcmp(name->environment, stream->environment);
    return order != 0 ? order : strcmp(name->stream, stream->spec->name);
}

const struct stream *declared_stream(const struct declared *declared, const char *environment,
                                     const char *name)
{
    const struct tag_name key = {.environment = environment, .stream = name};
    return list_find(&declared->streams, &key, compare_stream);
}

static int compare_entry(const void *key, const void *item)
{
    const struct stream_tag *const *entry = item;
    return strcmp(key, (*entry)->name);
}

const struct stream_tag *stream_tag_find(const struct stream *stream, const char *tag)
{
    const struct image_stream *spec = stream->spec;
    const struct stream_tag *const *found = list_search(
        spec->tags_by_name, spec->tag_count, sizeof *spec->tags_by_name, tag, compare_entry);
    return found != NULL ? *found : NULL;
}

struct tag_policy stream_tag_policy(struct arena *arena, const struct stream *stream,
                                    const char *tag)
{
    struct tag_policy policy = {.settle = -1, .hold = {.until = MOMENT_NEVER}};
    const struct stream_tag *entry = stream_tag_find(stream, tag);
    if (entry != NULL)
        policy = entry->policy;
    for (size_t i = 0; i < stream->spec->policy_count; i++) {
        const struct named_policy *named = &stream->spec->policies[i];
        if (strcmp(named->tag, tag) != 0)
            continue;
        /* Both hold: the one that holds longer says why. */
        if (named->policy.hold.set &&
            (!policy.hold.set || named->policy.hold.until > policy.hold.until))
            policy.hold = named->policy.hold;
        size_t count = policy.denied_count + named->policy.denied_count;
        const char **denied = arena_array(arena, const char *, count);
        for (size_t k = 0; k < policy.denied_count; k++)
            denied[k] = policy.denied[k];
        for (size_t k = 0; k < named->policy.denied_count; k++)
            denied[policy.denied_count + k] = named->policy.denied[k];
        policy.denied = denied;
        policy.denied_count = count;
    }
    return policy;
}

static int compare_producer(const void *key, const void *item)
{
    const struct tag_name *name = key;
    const struct producer *producer = item;
    return tag_name_compare(
        *name, (struct tag_name){producer->environment, producer->stream, producer->tag});
}

const struct producer *declared_producer(const struct declared *declared, const char *environment,
                                         const char *stream, const char *tag)
{
    const struct tag_name name = {environment, stream, tag};
    return list_find(&declared->producers, &name, compare_producer);
}

static int compare_hop(const void *key, const void *item)
{
    const struct tag_name *name = key;
    const struct hop *hop = *(const struct hop *const *)item;
    return tag_name_compare(*name, (struct tag_name){hop->to, hop->stream, hop->tag});
}

const struct hop *declared_hop(const struct declared *declared, const char *environment,
                               const char *stream, const char *tag)
{
    const struct tag_name name = {environment, stream, tag};
    const struct hop *const *found =
        list_search(declared->hops_by_target, declared->hops.count,
                    sizeof *declared->hops_by_target, &name, compare_hop);
    return found != NULL ? *found : NULL;
}

struct tag_name declared_source(const struct declared *declared, const char *environment,
                                const char *stream, const struct stream_tag *entry)
{
    return (struct tag_name){
        .environment = entry->from_namespace != NULL
                           ? environment_of(&declared->settings, entry->from_namespace)
                           : environment,
        .stream = entry->from_stream != NULL ? entry->from_stream : stream,
        .tag = entry->from_tag,
    };
}

bool declared_external(const struct declared *declared, const char *environment)
{
    if (strcmp(environment, "openshift") == 0)
        return true;
    return list_find(&declared->environments, &environment, list_compare_texts) == NULL;
}

/* Returns the index of the environment's cluster; environments of no declared cluster share one. */
static size_t cluster_of(const struct settings *settings, const char *environment)
{
    const char *namespace = environment_namespace(settings, environment);
    for (size_t i = 0; i < settings->cluster_count; i++) {
        const struct settings_cluster *cluster = &settings->clusters[i];
        for (size_t k = 0; k < cluster->namespace_count; k++) {
            if (glob_match(cluster->namespaces[k], namespace))
                return i;
        }
    }
    return settings->cluster_count;
}

bool declared_same_cluster(const struct declared *declared, const char *a, const char *b)
{
    return cluster_of(&declared->settings, a) == cluster_of(&declared->settings, b);
}
