// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/holding.h"

#include <string.h>

#include "diff/planner/planner.h"
#include "manifests/kinds/stream_status.h"

enum { LOOKED_MAX = 32 };

/* The streams that a search has visited. Copies may name each other in a cycle, so each stream is
 * visited once. */
struct looked {
    const struct stream *streams[LOOKED_MAX];
    size_t count;
};

/* Adds the stream and returns true. Returns false if it is NULL, if it was visited before, or if
 * LOOKED_MAX streams were visited. */
static bool look_into(struct looked *looked, const struct stream *stream)
{
    if (stream == NULL || looked->count == LOOKED_MAX)
        return false;
    for (size_t i = 0; i < looked->count; i++)
        if (looked->streams[i] == stream)
            return false;
    looked->streams[looked->count++] = stream;
    return true;
}

static int compare_pin(const void *key, const void *item)
{
    return strcmp(key, stream_tag_pin(*(const struct stream_tag *const *)item));
}

static bool outside_image(struct planner *planner, const char *environment, const char *stream,
                          const char *digest, struct reference *out, struct looked *looked)
{
    const struct stream *declared = declared_stream(planner->declared, environment, stream);
    if (!look_into(looked, declared))
        return false;
    const struct image_stream *spec = declared->spec;
    size_t at = list_place(spec->tags_by_digest, spec->pinned_count, sizeof *spec->tags_by_digest,
                           digest, compare_pin);
    for (; at < spec->pinned_count && compare_pin(digest, &spec->tags_by_digest[at]) == 0; at++) {
        const struct stream_tag *entry = spec->tags_by_digest[at];
        if (entry->from_kind == FROM_DOCKER_IMAGE &&
            !text_equal(entry->reference.host, planner->declared->settings.integrated_registry)) {
            *out = entry->reference;
            return true;
        }
        bool copy = entry->from_kind == FROM_STREAM_IMAGE;
        struct tag_name source = declared_source(planner->declared, environment, stream, entry);
        if (copy && outside_image(planner, source.environment, source.stream, digest, out, looked))
            return true;
    }
    return false;
}

bool holding_outside_image(struct planner *planner, const char *environment, const char *stream,
                           const char *digest, struct reference *out)
{
    struct looked looked = {0};
    return outside_image(planner, environment, stream, digest, out, &looked);
}

static bool is_integrated(const struct planner *planner, const struct reference *reference)
{
    return text_equal(reference->host, planner->declared->settings.integrated_registry);
}

struct holding holding_of_image(struct planner *planner, const char *environment,
                                const char *stream, const char *digest)
{
    struct holding holding = {
        .kind = HOLDS_DIGEST, .home = environment, .stream = stream, .digest = digest};
    holding.integrated =
        !holding_outside_image(planner, environment, stream, digest, &holding.image);
    holding.origin_unknown = holding.integrated;
    return holding;
}

struct holding holding_of_export(struct planner *planner, const struct tag_node *node,
                                 const struct stream_status *status)
{
    struct tag_name source =
        declared_source(planner->declared, node->environment, node->name, node->entry);
    struct holding holding =
        holding_of_image(planner, source.environment, source.stream, status->digest);
    holding.home = node->environment;
    holding.stream = node->name;
    if (!holding.origin_unknown || status->from.name == NULL)
        return holding;
    holding.origin_unknown = false;
    holding.integrated = is_integrated(planner, &status->from);
    if (!holding.integrated)
        holding.image = status->from;
    return holding;
}

struct holding holding_current(struct planner *planner, const struct tag_node *node)
{
    struct holding holding = {.home = node->environment, .stream = node->name};
    const struct stream_tag *entry = node->entry;
    if (entry == NULL)
        return holding;
    if (entry->from_kind == FROM_STREAM_IMAGE) {
        const struct stream_status *status =
            node->stream != NULL ? stream_status_find(node->stream->spec, node->tag) : NULL;
        struct stream_status pinned = {.digest = entry->from_digest};
        bool same = status != NULL && text_equal(status->digest, entry->from_digest);
        holding = holding_of_export(planner, node, same ? status : &pinned);
    } else if (entry->from_kind == FROM_DOCKER_IMAGE) {
        holding.image = entry->reference;
        holding.integrated = is_integrated(planner, &entry->reference);
        holding.digest = entry->reference.digest;
        if (entry->reference_only)
            holding.kind = HOLDS_REFERENCE;
        else if (holding.digest != NULL)
            holding.kind = HOLDS_DIGEST;
    }
    holding.import_mode = entry->import_mode;
    return holding;
}
