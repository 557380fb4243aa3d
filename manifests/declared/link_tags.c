// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_tags.h"

static struct problem_place tag_place(struct link *link, const struct stream *stream,
                                      const struct stream_tag *tag)
{
    const struct scalar *scalar = &tag->from_name;
    bool there = scalar->line > 0;
    return (struct problem_place){
        stream->file, there ? scalar->line : tag->line, there ? scalar->column : tag->column,
        arena_print(link->run, "ImageStream %s/%s", stream->environment, stream->spec->name)};
}

static void check_source(struct link *link, const struct stream *stream,
                         const struct stream_tag *tag)
{
    const struct declared *declared = link->out;
    struct tag_name source =
        declared_source(declared, stream->environment, stream->spec->name, tag);
    if (declared_stream(declared, source.environment, source.stream) != NULL ||
        declared_external(declared, source.environment))
        return;
    link_problem(link, PROBLEM_NO_STREAM, tag_place(link, stream, tag),
                 "declare the ImageStream, or correct the name",
                 "tag \"%s\" comes from stream %s/%s, which is not declared", tag->name,
                 source.environment, source.stream);
}

/* Adds a problem if a build pushes to a tag that is also imported. */
static void check_producer(struct link *link, const struct stream *stream,
                           const struct stream_tag *tag)
{
    const struct producer *producer =
        declared_producer(link->out, stream->environment, stream->spec->name, tag->name);
    if (producer == NULL || tag->from_kind != FROM_DOCKER_IMAGE || tag->reference_only)
        return;
    link_problem(link, PROBLEM_TWO_WRITERS, tag_place(link, stream, tag),
                 "use another tag for the build, or remove the import",
                 "tag \"%s\" is imported here and pushed by BuildConfig %s at %s:%u", tag->name,
                 producer->build->name, producer->file, (unsigned)producer->build->line);
}

/* Adds a problem if `weir.dev/alias` names a tag that does not exist. */
static void check_frozen(struct link *link, const struct stream *stream,
                         const struct stream_tag *tag)
{
    const struct declared *declared = link->out;
    const struct tag_policy *policy = &tag->policy;
    const char *environment = stream->environment, *name = stream->spec->name;
    if (policy->alias == NULL)
        return;
    bool own = policy->alias_stream == NULL || text_equal(policy->alias_stream, name);
    if (own && !text_equal(policy->alias, tag->name) &&
        (stream_tag_find(stream, policy->alias) != NULL ||
         declared_hop(declared, environment, name, policy->alias) != NULL ||
         declared_producer(declared, environment, name, policy->alias) != NULL))
        return;
    struct problem_place place = tag_place(link, stream, tag);
    place.line = policy->alias_scalar.line;
    place.column = policy->alias_scalar.column;
    link_problem(link, PROBLEM_NO_TAG, place,
                 "name another tag of this stream, or delete the annotation",
                 "tag \"%s\" can't follow \"%s\" again: the stream has no such other tag",
                 tag->name, policy->alias_scalar.text);
}

void link_tags(struct link *link)
{
    list_each (stream, &link->out->streams) {
        for (size_t i = 0; i < stream->spec->tag_count; i++) {
            const struct stream_tag *tag = &stream->spec->tags[i];
            bool copied = tag->from_kind == FROM_STREAM_TAG || tag->from_kind == FROM_STREAM_IMAGE;
            if (copied && *stream->environment != '\0')
                check_source(link, stream, tag);
            check_producer(link, stream, tag);
            check_frozen(link, stream, tag);
        }
    }
}
