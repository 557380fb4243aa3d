// SPDX-License-Identifier: Apache-2.0
/*
 * Verification: does what is pinned still exist, and how far back could a person go? Pure, as
 * planning is: it lists the questions that it needs answered (QUESTION_EXISTS), and is made again
 * with the answers.
 */
#pragma once

#include "diff/base/observed.h"
#include "manifests/declared/declared.h"

/* Why an image must be there. */
enum verify_kind {
    VERIFY_TAG,      /* a tag of a stream has it */
    VERIFY_CONSUMER, /* a workload has it */
    VERIFY_PREVIOUS, /* a tag had it: a rollback could go back to it */
};

const char *verification_kind_word(enum verify_kind kind); /* "tag", "consumer", "past" */

struct verify_pin {
    enum verify_kind kind;
    const char *object; /* "app-dev/web:latest"; "app-dev Deployment/web container web" */
    unsigned back;      /* VERIFY_PREVIOUS: so many images before the present one */
    const char *file;   /* NULL: VERIFY_PREVIOUS */
    uint32_t line, column;
};

/* An image of an outside registry, each once. */
struct verify_image {
    const char *key;             /* "host/path@digest" */
    const char *digest;          /* its end */
    const struct answer *answer; /* NULL: not asked yet */
    LIST_OF(struct verify_pin) pins;
};

/* One of the images that a tag had. */
struct verify_previous {
    const char *digest;
    moment since;                     /* when it last began to stand there */
    const char *key;                  /* of its image; NULL: it lives in the integrated registry */
    const struct verify_image *image; /* the same */
};

/* How far back a rollback of a tag could go. */
struct verify_tag {
    const char *namespace, *stream, *tag;
    const char *object;
    LIST_OF(struct verify_previous) previous; /* the newest first, without the present one */
};

struct verification {
    LIST_OF(struct verify_image) images; /* by key */
    LIST_OF(struct verify_tag) tags;     /* that have a previous; by namespace, stream, tag */
    LIST_OF(struct question) questions;  /* not answered yet */
    size_t there, gone, unknown;         /* images by answer */
    size_t integrated;  /* pins and pasts that live in the integrated registry: not asked */
    const char *memory; /* why no previous is known, or NULL */
};

/*
 * history: at most so many previous images of a tag, those that `weir rollback` would go back to:
 * each different one once, but none that was backed out of or is denied.
 */
void verification_make(struct arena *run, const struct declared *declared,
                       const struct observed *observed, unsigned history, struct verification *out);

/* How many of a tag's previous images are there. */
size_t verification_reach(const struct verify_tag *tag);
