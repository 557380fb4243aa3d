// SPDX-License-Identifier: Apache-2.0
/* Walks through the documents that answer a CONFIG question: an index, the manifest of the image
 * that is chosen from it, and the image's config. network.c and layout.c fetch the documents;
 * this file decides which is next. diff/base/question.h defines the choice and the answer. This
 * file verifies each document by its digest. */
#pragma once

#include "manifests/base/list.h"
#include "reconciler/registry/inquiry.h"

enum {
    WALK_DEPTH_MAX = 4,     /* indexes that may be nested in one another */
    WALK_LABELS_MAX = 1000, /* labels and annotations of all documents together */
};

/* Labels and annotations of one document. */
typedef LIST_OF(struct image_label) label_list;

struct walk {
    struct inquiry *inquiry;
    const char *digest; /* digest of the next document */
    bool config;     /* true: the next document is a config (a blob); false: a manifest or index */
    size_t size_max; /* maximum size of the next document, in bytes */
    unsigned depth;  /* number of documents before the next one */
    enum image_form form;       /* form of the first document */
    LIST_OF(label_list) labels; /* one list for each document */
    size_t label_count;
};

struct walk walk_begin(struct inquiry *inquiry);
/* Reads the document that was fetched. media_type comes from the server or the descriptor, or is
 * "". Returns true if the caller must fetch the next document, false if the inquiry is answered. */
bool walk_take(struct walk *walk, const char *media_type, const char *bytes, size_t length);
/* Answers the inquiry after a document was not found. If it was the first one, the image does not
 * exist; if it was a later one, the image is broken and the answer is unknown. */
void walk_missing(struct walk *walk);
