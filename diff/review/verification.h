// SPDX-License-Identifier: Apache-2.0
/*
 * A verification finds out whether the pinned images still exist, and to which earlier images each
 * tag could be rolled back. The code is pure, like planning: a verification lists its questions
 * (QUESTION_EXISTS), and is made again with the answers.
 */
#pragma once

#include "diff/base/journal_need.h"
#include "diff/base/observed.h"
#include "manifests/declared/declared.h"

/* Why an image must exist. */
enum verify_kind {
    VERIFY_TAG,      /* a tag of a stream has the image */
    VERIFY_CONSUMER, /* a workload has the image */
    VERIFY_PREVIOUS, /* a tag had the image: a rollback could return to it */
};

const char *verification_kind_word(enum verify_kind kind); /* "tag", "consumer", "past" */

struct verify_pin {
    enum verify_kind kind;
    const char *object; /* "app-dev/web:latest"; "app-dev Deployment/web container web" */
    unsigned back;      /* VERIFY_PREVIOUS: the number of images to go back */
    const char *file;   /* NULL for VERIFY_PREVIOUS */
    uint32_t line, column;
};

/* An image in an outside registry. */
struct verify_image {
    const char *key;             /* "host/path@digest" */
    const char *digest;          /* the part of `key` after "@" */
    const struct answer *answer; /* NULL: not asked yet */
    LIST_OF(struct verify_pin) pins;
};

/* An image that a tag had before. */
struct verify_previous {
    const char *digest;
    moment since;                     /* when the tag last moved to it; MOMENT_NEVER: unknown */
    const char *key;                  /* the image's key; NULL: it is in the integrated registry */
    const struct verify_image *image; /* the image with this key, or NULL */
};

/* The images to which a rollback of a tag could return. */
struct verify_tag {
    const char *namespace, *stream, *tag;
    const char *object;
    LIST_OF(struct verify_previous) previous; /* newest first, without the current image */
};

struct verification {
    LIST_OF(struct verify_image) images; /* by key */
    LIST_OF(struct verify_tag) tags;     /* tags with previous images; by namespace and stream */
    LIST_OF(struct question) questions;  /* questions that have no answer yet */
    journal_needs lacking;               /* see struct plan */
    size_t there, gone, unknown;         /* images by answer */
    size_t integrated;      /* pins of images in the integrated registry, which is not asked */
    const char *no_history; /* why previous images are unknown, or NULL */
};

/*
 * Makes a verification with at most `history` previous images of each tag. These are the images to
 * which `weir rollback` would return: each image once, without the denied ones and without those
 * that were rolled back.
 */
void verification_make(struct arena *run, const struct declared *declared,
                       const struct observed *observed, unsigned history, struct verification *out);

/* Returns how many of the tag's previous images exist. */
size_t verification_reach(const struct verify_tag *tag);
