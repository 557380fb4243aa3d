// SPDX-License-Identifier: Apache-2.0
/*
 * Defines the declarations of a repository: streams, hops between environments, consumers, and
 * every problem with its place. This file has the values and their look-ups; declare.h makes them.
 */
#pragma once

#include "manifests/kinds/image_stream.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/promotion.h"
#include "manifests/kinds/settings.h"
#include "manifests/kinds/workload.h"
#include "manifests/values/source.h"
#include "manifests/values/tag_name.h"

/* A stream in one environment. Namespaces that share an object have one struct stream each. */
struct stream {
    const struct image_stream *spec;
    const char *environment; /* never NULL; "" if unknown, and then there is a problem */
    const char *file;
    bool shared;                   /* several namespaces share the object, which is never edited */
    const struct problem *problem; /* the first error that blocks the whole object, or NULL */
};

/* How a consumer names the stream of its image. */
enum binding {
    BOUND_BY_TRIGGER, /* the annotation image.openshift.io/triggers */
    BOUND_BY_FORM,    /* the image is REGISTRY/NAMESPACE/STREAM[:TAG] in the integrated registry */
    BOUND_BY_LOOKUP,  /* the image is STREAM[:TAG]; the stream or the workload allows look-ups */
};

struct consumer {
    const struct workload *workload;
    const struct container *container;
    const char *environment;
    const char *file;
    enum binding binding;
    const char *stream_environment, *stream, *tag;
    bool paused; /* the trigger is paused */
    bool shared;
    const struct problem *problem;
};

/* One hop of one stream: the tag of `stream` in `to` gets its images from the environments `from`.
 */
struct hop {
    const struct promotion *promotion;
    const struct path_entry *entry; /* the target's entry in the path */
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
    const char *environment; /* environment of the stream */
    const char *stream, *tag;
};

struct declared_promotion {
    const struct promotion *promotion;
    const char *file;
    const struct problem *problem;
    size_t first_hop, hop_count; /* its hops in declared->hops, which are adjacent */
};

struct declared {
    struct settings settings;
    LIST_OF(struct stream) streams;                /* sorted by environment, name */
    LIST_OF(struct declared_promotion) promotions; /* sorted by name */
    LIST_OF(struct hop) hops;           /* sorted by promotion, stream, position in the path */
    const struct hop **hops_by_target;  /* the same hops, sorted by target */
    LIST_OF(struct consumer) consumers; /* sorted by environment, kind, name, container */
    LIST_OF(struct producer) producers; /* sorted by environment, stream, tag */
    LIST_OF(const char *) environments; /* sorted; those with a manifest in the repository */
    problem_list problems;              /* sorted by problem_compare */
    size_t files, documents, objects;   /* how much was read */
};

/* Returns the stream, or NULL. If it is declared twice, returns the first one. */
const struct stream *declared_stream(const struct declared *declared, const char *environment,
                                     const char *name);
/*
 * Returns the environment, stream and tag that an entry's `from` names. `environment` and `stream`
 * are those of the entry; they are used if `from` names no namespace or no stream. The result's tag
 * is NULL unless `from` names a tag.
 */
struct tag_name declared_source(const struct declared *declared, const char *environment,
                                const char *stream, const struct stream_tag *entry);
/* Returns the entry of a tag, or NULL. */
const struct stream_tag *stream_tag_find(const struct stream *stream, const char *tag);
/* Returns the policy of a tag: the policy of its entry, if it has one, joined with the stream's
 * annotations `TAG.weir.dev/…`. */
struct tag_policy stream_tag_policy(struct arena *arena, const struct stream *stream,
                                    const char *tag);
/* Returns the build that pushes to a tag, or NULL. */
const struct producer *declared_producer(const struct declared *declared, const char *environment,
                                         const char *stream, const char *tag);
/* Returns the hop that writes a tag, or NULL. */
const struct hop *declared_hop(const struct declared *declared, const char *environment,
                               const char *stream, const char *tag);
/* Returns the number of problems of severity error. */
size_t declared_errors(const struct declared *declared);
/* True if the environment is external: it is `openshift`, or the repository has no manifest for it.
 */
bool declared_external(const struct declared *declared, const char *environment);
/* True if both environments are on one cluster. */
bool declared_same_cluster(const struct declared *declared, const char *a, const char *b);
