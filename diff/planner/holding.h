// SPDX-License-Identifier: Apache-2.0
/* The holding of a tag: a digest, a reference, nothing, or the reason why it is not known. */
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
    HOLDS_STOPPED,   /* a build pushed an image that is held or denied; `stopped` says which */
};

struct holding {
    enum holding_kind kind;
    const char *digest;
    bool integrated;           /* the image lives in the integrated registry, as home/stream */
    bool origin_unknown;       /* integrated only because the repository names no other place */
    struct reference image;    /* not integrated: repository and tag in an outside registry */
    const char *home, *stream; /* environment and stream that an ImageStreamImage would name */
    enum image_form form;
    enum import_mode import_mode; /* of the tag's entry */
    const char *why;              /* HOLDS_UNKNOWN, HOLDS_STOPPED */
    enum reason stopped;          /* HOLDS_STOPPED: REASON_HELD or REASON_DENIED */
    moment next;                  /* HOLDS_STOPPED: when that ends */
};

/* Returns what the tag's entry has before this run. */
struct holding holding_current(struct planner *planner, const struct tag_node *node);

/* Returns the image `stream@digest`, as a copy of it in the same environment would have it. */
struct holding holding_of_image(struct planner *planner, const char *environment,
                                const char *stream, const char *digest);

/*
 * Finds the outside image of `stream@digest` by the stream's entries, copies of copies included.
 * False: no entry names one, so the image is taken to be the integrated registry's own.
 */
bool holding_outside_image(struct planner *planner, const char *environment, const char *stream,
                           const char *digest, struct reference *out);
