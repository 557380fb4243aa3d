// SPDX-License-Identifier: Apache-2.0
/*
 * The documents that QUESTION_CONFIG needs, one after the other: an index, the manifest of the
 * image that is chosen of it, and the image's config. The makers fetch, this decides what is next;
 * diff/base/question.h says what is chosen and found. Every document is proved by its digest here.
 */
#pragma once

#include "manifests/base/list.h"
#include "reconciler/registry/inquiry.h"

enum {
    WALK_DEPTH_MAX = 4,     /* indexes within each other */
    WALK_LABELS_MAX = 1000, /* labels and annotations of all documents */
};

/* Labels and annotations of one document. */
typedef LIST_OF(struct image_label) label_list;

struct walk {
    struct inquiry *inquiry;
    const char *digest;         /* of the document that is to be fetched */
    bool config;                /* it is a blob, the config; else a manifest */
    size_t size_max;            /* bytes that it may have */
    unsigned depth;             /* documents before it */
    enum image_form form;       /* of the first document */
    LIST_OF(label_list) labels; /* a list a document */
    size_t label_count;
};

struct walk walk_begin(struct inquiry *inquiry);
/*
 * Takes the document: media_type as the server or the descriptor said it, "" when nothing. True:
 * the next one is to be fetched. False: the inquiry is answered.
 */
bool walk_take(struct walk *walk, const char *media_type, const char *bytes, size_t length);
/* Answers for a document that is not there: of the first one that is a fact, else a broken image.
 */
void walk_missing(struct walk *walk);
