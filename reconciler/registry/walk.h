// SPDX-License-Identifier: Apache-2.0
/* The documents that answer a CONFIG question, one after the other: an index, the manifest of the
 * image that is chosen from it, and the image's config. Network and layout fetch the documents;
 * this decides which is next. diff/base/question.h defines the choice and the answer. Each document
 * is verified by its digest here. */
#pragma once

#include "manifests/base/list.h"
#include "reconciler/registry/inquiry.h"

enum {
    WALK_DEPTH_MAX = 4,     /* indexes in indexes */
    WALK_LABELS_MAX = 1000, /* labels and annotations of all documents together */
};

/* Labels and annotations of one document. */
typedef LIST_OF(struct image_label) label_list;

struct walk {
    struct inquiry *inquiry;
    const char *digest;         /* digest of the next document */
    bool config;                /* the next document is a blob, the config; else a manifest */
    size_t size_max;            /* the most bytes of the next document */
    unsigned depth;             /* documents before the next one */
    enum image_form form;       /* digest of the first document */
    LIST_OF(label_list) labels; /* one list for each document */
    size_t label_count;
};

struct walk walk_begin(struct inquiry *inquiry);
/* Takes the document that was fetched. media_type comes from the server or the descriptor, or is
 * "". True: fetch the next document. False: the inquiry is answered. */
bool walk_take(struct walk *walk, const char *media_type, const char *bytes, size_t length);
/* Answers when a document does not exist: for the first one that is a fact, for a later one the
 * image is broken. */
void walk_missing(struct walk *walk);
