// SPDX-License-Identifier: Apache-2.0
/* A holding describes the image of a tag: a digest, a pull reference, no image, or the reason why
 * the image is unknown or must not be taken. */
#pragma once

#include "diff/base/question.h"
#include "diff/base/reasons.h"
#include "manifests/kinds/image_stream.h"
#include "manifests/values/reference.h"

struct planner;
struct tag_node;

enum holding_kind {
    HOLDS_NOTHING,
    HOLDS_DIGEST,
    HOLDS_REFERENCE, /* `reference: true`: a pull reference that is never resolved */
    HOLDS_UNKNOWN,   /* `why` says why */
    HOLDS_ASKING,    /* an answer is outstanding */
    HOLDS_STOPPED,   /* a build pushes the tag, but the tag is held or its image is denied */
};

struct holding {
    enum holding_kind kind;
    const char *digest;
    bool integrated;        /* the image lives in the integrated registry, as home/stream */
    bool origin_unknown;    /* `integrated` is a guess: no file names the registry of the image */
    struct reference image; /* not integrated: the image's reference in an outside registry */
    const char *home, *stream; /* environment and stream that an ImageStreamImage would name */
    enum image_form form;
    enum import_mode import_mode; /* the import mode of the tag's entry */
    const char *why;              /* HOLDS_UNKNOWN, HOLDS_STOPPED */
    enum reason stopped;          /* HOLDS_STOPPED: REASON_HELD or REASON_DENIED */
    moment next; /* HOLDS_STOPPED: when the hold ends; MOMENT_NEVER: only a person ends it */
};

/* Returns the tag's image before this run, as the tag's entry names it. */
struct holding holding_current(struct planner *planner, const struct tag_node *node);

/* Returns the holding of the image `stream@digest` of this environment. */
struct holding holding_of_image(struct planner *planner, const char *environment,
                                const char *stream, const char *digest);

struct stream_status;

/* Returns the holding of the image that the cluster had in a tag that is a copy. */
struct holding holding_of_export(struct planner *planner, const struct tag_node *node,
                                 const struct stream_status *status);

/*
 * Finds the reference of `stream@digest` in an outside registry. Looks in the stream's entries; if
 * an entry is a copy of the digest from another stream, looks in that stream too. Returns false if
 * no entry names a reference; the caller then assumes that the image is in the integrated registry.
 */
bool holding_outside_image(struct planner *planner, const char *environment, const char *stream,
                           const char *digest, struct reference *out);
