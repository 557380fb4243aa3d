// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/declared.h"

#include <string.h>

#include "manifests/declared/environment.h"
#include "manifests/values/glob.h"

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
        /* If the entry and the stream both have a hold, the hold that ends later is used. */
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

size_t declared_errors(const struct declared *declared)
{
    size_t count = 0;
    list_each (problem, &declared->problems)
        count += problem_severity(problem->code) == SEVERITY_ERROR;
    return count;
}

bool declared_external(const struct declared *declared, const char *environment)
{
    if (strcmp(environment, "openshift") == 0)
        return true;
    return list_find(&declared->environments, &environment, list_compare_texts) == NULL;
}

/* Returns the index of the environment's cluster in settings->clusters. Returns cluster_count if no
 * cluster there lists the environment's namespace. */
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
