// SPDX-License-Identifier: Apache-2.0
/*
 * What a repository declares: streams, hops between environments, consumers, and every problem,
 * each with its place. Made from a source; equal input gives equal output, in one fixed order.
 *
 * A *part* is what was decoded from one blob; it knows no path, so equal files share it, and parts
 * are kept between ticks by the identity of the file's bytes.
 */
#pragma once

#include "manifests/kinds/image_stream.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/promotion.h"
#include "manifests/kinds/settings.h"
#include "manifests/kinds/workload.h"
#include "manifests/values/source.h"
#include "manifests/values/tag_name.h"

/* A stream as it stands in the repository. Several namespaces: a shared base, never edited. */
struct stream {
    const struct image_stream *spec;
    const char *environment; /* never NULL; "" if unknown, and then there is a problem */
    const char *file;
    bool shared; /* the object stands for several namespaces; there is one struct stream for each */
    const struct problem *problem; /* the first error that blocks the whole object, or NULL */
};

/* Where a consumer's image comes from. */
enum binding {
    BOUND_BY_TRIGGER, /* the annotation image.openshift.io/triggers */
    BOUND_BY_FORM,    /* INTEGRATED/NAMESPACE/STREAM:TAG in the image field */
    BOUND_BY_LOOKUP,  /* a bare name, and the stream of that name has lookupPolicy.local */
};

struct consumer {
    const struct workload *workload;
    const struct container *container;
    const char *environment;
    const char *file;
    enum binding binding;
    const char *stream_environment, *stream, *tag;
    bool paused; /* the trigger says so */
    bool shared;
    const struct problem *problem;
};

/* One hop of one stream: the tag of `stream` in `to` takes what the environments in `from` have. */
struct hop {
    const struct promotion *promotion;
    const struct path_entry *entry; /* the target's */
    const char *file;
    const char *stream, *tag;
    const char *to;
    const char *const *from;
    size_t from_count;
    const struct problem *problem;
};

struct producer {
    const struct build *build;
    const char *file;
    const char *environment; /* of the stream */
    const char *stream, *tag;
};

struct declared_promotion {
    const struct promotion *promotion;
    const char *file;
    const struct problem *problem;
};

struct declared {
    struct settings settings;
    LIST_OF(struct stream) streams;                /* by environment, name */
    LIST_OF(struct declared_promotion) promotions; /* by name */
    LIST_OF(struct hop) hops;                      /* by promotion, stream, position in the path */
    const struct hop **hops_by_target;             /* the same, by target: declared_hop */
    LIST_OF(struct consumer) consumers; /* by environment, kind, name, init, container index */
    LIST_OF(struct producer) producers; /* by environment, stream, tag */
    LIST_OF(const char *) environments; /* every environment with a manifest here, sorted */
    problem_list problems;              /* by path, line, column, code */
    size_t files, documents, objects;   /* how much was read */
};

/* Parts by the identity of their bytes, kept between ticks. */
struct parts;
struct parts *parts_open(void);
void parts_close(struct parts *parts);
static inline void parts_cleanup(struct parts **parts)
{
    parts_close(*parts);
}
#define parts_scope CLEANUP(parts_cleanup)

struct parts_count {
    size_t decoded, reused; /* files of the last declared_make */
};
struct parts_count parts_counted(const struct parts *parts);

/*
 * Reads and links everything. The result lives in `run` and in `parts`: it is good until the next
 * declared_make with the same parts. A file that can't be read is a problem, not a failure.
 */
void declared_make(struct arena *run, const struct source *source, struct parts *parts,
                   struct declared *out);

/* Which files declared_make would read, for a source that can fetch them at once; weir.yaml is read
 * to know. The indexes live in the arena. */
size_t declared_needs(struct arena *arena, const struct source *source, size_t **out);

/* The stream, or NULL; the first one when it is declared twice. */
const struct stream *declared_stream(const struct declared *declared, const char *environment,
                                     const char *name);
/*
 * Returns the tag or image that an entry's `from` names, for an entry of this stream: what `from`
 * leaves out is the stream's own. tag is NULL unless it names a tag.
 */
struct tag_name declared_source(const struct declared *declared, const char *environment,
                                const char *stream, const struct stream_tag *entry);
/* The entry of a tag, or NULL. */
const struct stream_tag *stream_tag_find(const struct stream *stream, const char *tag);
/* The policy of a tag: of its entry, joined with the stream's `TAG.weir.dev/…`. */
struct tag_policy stream_tag_policy(struct arena *arena, const struct stream *stream,
                                    const char *tag);
const struct producer *declared_producer(const struct declared *declared, const char *environment,
                                         const char *stream, const char *tag);
/* The hop that writes a tag, or NULL. */
const struct hop *declared_hop(const struct declared *declared, const char *environment,
                               const char *stream, const char *tag);
/* True if no manifest of the environment is here, or if it is `openshift`: it is external. */
bool declared_external(const struct declared *declared, const char *environment);
/* True if both environments are on one cluster. */
bool declared_same_cluster(const struct declared *declared, const char *a, const char *b);
