// SPDX-License-Identifier: Apache-2.0
/*
 * The declarations of a repository: streams, hops between environments, consumers, and every
 * problem with its place. This file has the values and their look-ups; declare.h makes them.
 */
#pragma once

#include "manifests/kinds/image_stream.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/promotion.h"
#include "manifests/kinds/settings.h"
#include "manifests/kinds/workload.h"
#include "manifests/values/source.h"
#include "manifests/values/tag_name.h"

/* A stream of the repository. */
struct stream {
    const struct image_stream *spec;
    const char *environment; /* never NULL; "" if unknown, and then there is a problem */
    const char *file;
    bool shared; /* a base of several namespaces, with one struct stream for each; never edited */
    const struct problem *problem; /* the first error that blocks the whole object, or NULL */
};

/* How a consumer names the stream of its image. */
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
    bool paused; /* by its trigger */
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

/* Returns the stream, or NULL; the first one when it is declared twice. */
const struct stream *declared_stream(const struct declared *declared, const char *environment,
                                     const char *name);
/*
 * Returns the tag or image that an entry's `from` names, for an entry of this stream: what `from`
 * leaves out is the stream's own. tag is NULL unless it names a tag.
 */
struct tag_name declared_source(const struct declared *declared, const char *environment,
                                const char *stream, const struct stream_tag *entry);
/* Returns the entry of a tag, or NULL. */
const struct stream_tag *stream_tag_find(const struct stream *stream, const char *tag);
/* Returns the policy of a tag: that of its entry, joined with the stream's `TAG.weir.dev/…`. */
struct tag_policy stream_tag_policy(struct arena *arena, const struct stream *stream,
                                    const char *tag);
/* Returns the build that pushes to a tag, or NULL. */
const struct producer *declared_producer(const struct declared *declared, const char *environment,
                                         const char *stream, const char *tag);
/* Returns the hop that writes a tag, or NULL. */
const struct hop *declared_hop(const struct declared *declared, const char *environment,
                               const char *stream, const char *tag);
/* True if no manifest of the environment is here, or if it is `openshift`: it is external. */
bool declared_external(const struct declared *declared, const char *environment);
/* True if both environments are on one cluster. */
bool declared_same_cluster(const struct declared *declared, const char *a, const char *b);
