// SPDX-License-Identifier: Apache-2.0
/* A question on its way: what it asks for in parts, and where its answer goes. */
#pragma once

#include "reconciler/registry/registry.h"

/* Slices of the question's key. */
struct image {
    const char *host, *path;
    size_t host_length, path_length;
    const char *version; /* tag or digest, to the end of the key; "": the repository itself */
    bool by_digest;
};

struct inquiry {
    struct image image;
    enum question_kind kind;
    bool answered;
    struct answer *answer;
    struct arena *arena; /* of the answer's texts */
};

/*
 * "host/path:tag" or "host/path@digest", by the grammar of references: what passes may stand in a
 * URL and below a folder. False otherwise.
 */
bool image_parse(const char *key, struct image *out);
/* The same for "host/path". */
bool repository_parse(const char *key, struct image *out);

void inquiry_found(struct inquiry *inquiry, const char *digest, enum image_form form);
/* `what` names the thing that is not there: "repository", "tag", "manifest". */
void inquiry_none(struct inquiry *inquiry, const char *what);
/* detail: more than the class's sentence says, or NULL; made safe for a terminal here. */
void inquiry_unknown(struct inquiry *inquiry, enum registry_class class, const char *detail);
