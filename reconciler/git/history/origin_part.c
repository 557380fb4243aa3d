// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/origin_part.h"

#include "reconciler/git/library_scope.h"

enum { ALIASES_MAX = 100 }; /* aliases of one chain that are followed */

int origin_part_decode(struct origin_walk *walk, const char *path,
                       const struct origin_version *version, struct part *out)
{
    odb_object_scope git_odb_object *object = NULL;
    if (!version->exists)
        return 0;
    if (history_read(&walk->history, &version->blob, GIT_OBJECT_BLOB, TEXT_FILE_MAX, &object,
                     walk->err) < 0)
        return -1;
    part_decode(out, &walk->parts, path, git_odb_object_data(object), git_odb_object_size(object));
    return 0;
}

static void take_hold(const struct tag_policy *policy, struct origin_state *out)
{
    if (!policy->hold.set)
        return;
    out->held = true;
    out->hold_reason = policy->hold.reason;
}

/* Returns the tag of the same stream that the entry follows, or NULL. */
static const char *alias_of(const struct origin_question *question, const struct stream_tag *entry)
{
    bool alias =
        entry->from_kind == FROM_STREAM_TAG &&
        (entry->from_stream == NULL || text_equal(entry->from_stream, question->stream)) &&
        (entry->from_namespace == NULL || text_equal(entry->from_namespace, question->namespace));
    return alias ? entry->from_tag : NULL;
}

/* Returns the entry of the tag, or NULL. */
static const struct stream_tag *find_entry(const struct image_stream *stream, const char *tag)
{
    for (size_t i = 0; i < stream->tag_count; i++)
        if (text_equal(stream->tags[i].name, tag))
            return &stream->tags[i];
    return NULL;
}

/* Returns the entry of the tag at the end of the chain of aliases that begins with the entry, or
 * NULL. */
static const struct stream_tag *alias_end_of(const struct origin_question *question,
                                             const struct image_stream *stream,
                                             const struct stream_tag *entry)
{
    const char *of = alias_of(question, entry);
    for (unsigned i = 0; of != NULL && entry != NULL && i < ALIASES_MAX; i++) {
        entry = find_entry(stream, of);
        of = entry != NULL ? alias_of(question, entry) : NULL;
    }
    return of == NULL ? entry : NULL;
}

/* Takes the source of this entry, which has no other one yet. */
static void take_source(const struct image_stream *stream, const struct origin_question *question,
                        const struct stream_tag *entry, struct origin_state *out)
{
    const char *alias = alias_of(question, entry);
    const struct stream_tag *end = alias_end_of(question, stream, entry);
    const char *image = end != NULL ? stream_tag_pin(end) : NULL;
    out->digest = alias != NULL ? alias : image;
    out->image = alias != NULL ? image : NULL;
    out->reference = NULL;
    if (image != NULL && end->from_kind == FROM_DOCKER_IMAGE)
        out->reference = &end->reference;
}

/* Takes the state that this stream gives the tag. */
static void take_state(const struct image_stream *stream, const struct origin_question *question,
                       struct origin_state *out)
{
    const char *tag = question->tag;
    for (size_t i = 0; i < stream->policy_count; i++)
        if (text_equal(stream->policies[i].tag, tag))
            take_hold(&stream->policies[i].policy, out);
    for (size_t i = 0; i < stream->tag_count; i++) {
        const struct stream_tag *entry = &stream->tags[i];
        if (!text_equal(entry->name, tag))
            continue;
        out->exists = true;
        if (out->digest == NULL)
            take_source(stream, question, entry, out);
        if (out->released == NULL)
            out->released = entry->policy.released;
        take_hold(&entry->policy, out);
    }
}

struct origin_state origin_part_state(const struct part *part,
                                      const struct origin_question *question)
{
    struct origin_state state = {0};
    list_each (at, &part->streams) {
        const struct image_stream *stream = *at;
        if (text_equal(stream->name, question->stream) &&
            (stream->namespace == NULL || text_equal(stream->namespace, question->namespace)))
            take_state(stream, question, &state);
    }
    return state;
}

bool origin_part_matches(const struct origin_state *state, const struct origin_question *question)
{
    switch (question->aspect) {
    case ORIGIN_PIN:
    case ORIGIN_DELETED: /* the question has no digest */
        break;
    case ORIGIN_RELEASED:
        return text_equal(state->released, question->digest);
    case ORIGIN_NOT_HELD:
        return state->exists && !state->held;
    }
    return text_equal(state->digest, question->digest);
}

static void part_done(struct part *part)
{
    arena_done(&part->arena);
}

int origin_part_read(struct origin_walk *walk, const struct origin_question *question,
                     const struct origin_version *version, struct origin_state *out)
{
    CLEANUP(part_done) struct part part = {0};
    struct object_ids blob = {0};
    if (version->exists)
        *list_add(&walk->scratch, &blob.list) = version->blob;
    if (history_want(&walk->history, &blob, walk->err) < 0 ||
        origin_part_decode(walk, question->file, version, &part) < 0)
        return -1;
    *out = origin_part_state(&part, question);
    out->digest = arena_text(&walk->scratch, out->digest);
    out->image = arena_text(&walk->scratch, out->image);
    out->source =
        out->reference == NULL ? NULL
        : out->reference->tag != NULL
            ? arena_print(&walk->scratch, "%s:%s", out->reference->name, out->reference->tag)
            : arena_text(&walk->scratch, out->reference->name);
    out->reference = NULL;
    out->hold_reason = arena_text(&walk->scratch, out->hold_reason);
    out->released = arena_text(&walk->scratch, out->released);
    return 0;
}
