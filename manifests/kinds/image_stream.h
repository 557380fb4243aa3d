// SPDX-License-Identifier: Apache-2.0
/*
 * Decodes an ImageStream (image.openshift.io/v1, and the legacy group v1): OpenShift's type, with
 * weir's annotations on its tags. The decoded object does not have the name of its file.
 */
#pragma once

#include "manifests/base/moment.h"
#include "manifests/kinds/hold.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/scalar.h"
#include "manifests/values/follow.h"
#include "manifests/values/reference.h"

enum {
    STREAM_TAGS_MAX = 10000,
    STREAM_DENIED_MAX = 1000,
    STREAM_PLATFORMS_MAX = 100,
    STREAM_POLICIES_MAX = 1000, /* annotations TAG.weir.dev/… of one stream */
};

enum from_kind {
    FROM_NONE,         /* no `from`: pushes, a build or a hop move the tag */
    FROM_DOCKER_IMAGE, /* `reference` is set */
    FROM_STREAM_TAG,   /* from_tag is set; from_stream is NULL if it is this stream */
    FROM_STREAM_IMAGE, /* from_digest is set; from_stream is NULL if it is this stream */
};

enum import_mode { IMPORT_MODE_DEFAULT, IMPORT_MODE_LEGACY, IMPORT_MODE_PRESERVE_ORIGINAL };
enum reference_policy { REFERENCE_POLICY_SOURCE, REFERENCE_POLICY_LOCAL };

/* Settings of one tag, from annotations of its entry or from the stream's `TAG.weir.dev/…`. */
struct tag_policy {
    const struct follow *follow; /* `weir.dev/follow`; NULL if absent */
    const char *platforms;       /* `weir.dev/platforms`, separated by commas; NULL if absent */
    int64_t settle;              /* `weir.dev/settle`, seconds; -1 if absent */
    struct hold hold;
    const char *const *denied; /* `weir.dev/deny`: digests */
    size_t denied_count;
    const char *released; /* `weir.dev/released`: the digest whose hand move was released */
    /* `weir.dev/alias` of a frozen alias: the tag that it follows again when it is released, and
     * that tag's stream (NULL: this stream); or NULL. */
    const char *alias, *alias_stream;
    /* The text is NULL if the annotation is absent. */
    struct scalar hold_scalar, deny_scalar, released_scalar, alias_scalar;
};

struct stream_tag {
    const char *name;
    struct node_path path; /* path of the entry in spec.tags */
    uint32_t line, column;
    enum from_kind from_kind; /* FROM_NONE also if `from` is invalid; the entry is then broken */
    bool has_from;            /* the key `from` is present, with or without a value */
    struct scalar from_kind_scalar, from_name, from_namespace_scalar;
    struct reference reference;
    const char *from_namespace;                       /* NULL: the stream's own */
    const char *from_stream, *from_tag, *from_digest; /* from_stream NULL: this stream */
    bool reference_only;                              /* reference: true */
    bool scheduled, insecure;
    bool has_import_policy, has_reference_policy, has_annotations;
    struct scalar scheduled_scalar, import_mode_scalar, reference_policy_scalar;
    enum import_mode import_mode;
    enum reference_policy reference_policy;
    struct tag_policy policy;
    bool broken;                   /* the entry has a problem of severity error */
    const struct problem *problem; /* the first such problem; its path is NULL */
};

/* Returns the digest that the entry names in `from`, or NULL. With reference: true the digest does
 * not pin the tag. */
const char *stream_tag_pin(const struct stream_tag *entry);

struct image_stream {
    const char *name;
    const char *namespace; /* metadata.namespace, or NULL */
    struct node_path
        path; /* path of the object: the document's root, or an item of a List or Template */
    uint32_t line, column;
    bool in_template;
    bool has_variables; /* tags with variables were left out */
    /* The key is present, with or without a value; an edit inserts a key that is absent. */
    bool has_spec, has_tags, has_annotations;
    bool lookup_local;                   /* lookupPolicy.local */
    bool local_config;                   /* config.kubernetes.io/local-config: "true" */
    const char *docker_image_repository; /* spec.dockerImageRepository, or NULL */
    const struct stream_tag *tags;       /* in the order of the file */
    const struct stream_tag *const
        *tags_by_name; /* the same tags by name; equal names in the order of the file */
    size_t tag_count;
    /* The tags with a digest (see stream_tag_pin) by digest; equal ones in the order of the file.
     */
    const struct stream_tag *const *tags_by_digest;
    size_t pinned_count;
    /* Policies from the stream's annotations `TAG.weir.dev/hold` and `TAG.weir.dev/deny`. */
    const struct named_policy {
        const char *tag;
        struct tag_policy policy;
    } * policies;
    size_t policy_count;
    const struct stream_status *status; /* what an export says; see stream_status.h */
    size_t status_count;
    bool broken; /* the object has a problem of severity error outside its named tags */
    const struct problem *problem; /* the first such problem; its path is NULL */
};

/*
 * Decodes one object. Problems are added to the list, without a path, and the rest of the object is
 * still decoded. Returns NULL if the object has no name, or if it is in a Template and its name or
 * namespace has a parameter.
 */
const struct image_stream *image_stream_decode(struct arena *part, size_t document,
                                               const struct node *object, problem_list *problems);
