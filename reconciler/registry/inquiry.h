// SPDX-License-Identifier: Apache-2.0
/* Keeps a question while it is answered: the image that the question names, how a registry answers
 * it, and where the answer is stored. */
#pragma once

#include "reconciler/registry/image.h"
#include "reconciler/registry/registry.h"

/* The subject of a question. INQUIRY_OF_NOTHING: registries do not answer the question. */
enum inquiry_subject {
    INQUIRY_OF_NOTHING,
    INQUIRY_OF_REPOSITORY,
    INQUIRY_OF_TAG,
    INQUIRY_OF_DIGEST,
};

/* How a question is answered. network.c and layout.c have tables with a row for each way. */
enum inquiry_way {
    INQUIRY_BY_HEADERS,  /* a HEAD of the manifest, and a GET only if its headers are not enough */
    INQUIRY_BY_MANIFEST, /* a GET of the manifest */
    INQUIRY_BY_CONFIG,   /* the documents from the manifest to the image's config (walk.h) */
    INQUIRY_BY_TAGS,     /* the pages of the repository's list of tags (tag_list.h) */
    INQUIRY_WAYS,
};

struct inquiry {
    struct image image;
    enum inquiry_way way;
    bool answered;
    struct answer *answer;
    struct arena *arena; /* for the answer's texts */
};

/* Returns the subject of the questions of this kind. */
enum inquiry_subject inquiry_subject(enum question_kind kind);
/* Returns how the questions of this kind are answered. The result has no meaning if the subject of
 * the questions is INQUIRY_OF_NOTHING. */
enum inquiry_way inquiry_way(enum question_kind kind);

/* Answers that the image has this digest. */
void inquiry_found(struct inquiry *inquiry, const char *digest, enum image_form form);
/* Answers that the repository, tag or manifest does not exist. `what` is "repository", "tag" or
 * "manifest". */
void inquiry_none(struct inquiry *inquiry, const char *what);
/* Sets the answer to unknown, with the word and the sentence of the class. Up to 1200 bytes of
 * `detail`, which may be NULL, are appended to the sentence. Bytes that must not be printed become
 * '?', see text_print_safe(). */
void inquiry_unknown(struct inquiry *inquiry, enum registry_class class, const char *detail);
