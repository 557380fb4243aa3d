// SPDX-License-Identifier: Apache-2.0
/* Objects as people name them on the command line: [NAMESPACE/]STREAM[:TAG] and the like. */
#pragma once

#include "manifests/declared/declared.h"

struct selected {
    const char *registry;  /* not NULL: the text is an image in this registry, not a stream */
    const char *namespace; /* NULL when not given */
    const char *stream;
    const char *tag, *digest; /* NULL when not given */
};

/* Reads an object or an image in a registry. Returns -1 for any other text. An object has at most
 * one '/'. */
MUST_USE int selected_parse(struct arena *arena, const char *text, struct selected *out,
                            struct err *err);

enum object_kind { OBJECT_NONE, OBJECT_STREAM, OBJECT_TAG, OBJECT_PROMOTION, OBJECT_ENVIRONMENT };

/* Recognizes weir's words and those of oc: "streams", "is", "tag", "istag", …; NONE for others. */
enum object_kind select_kind(const char *word, size_t length);

/* Reads an object of the repository, never an image in a registry. It can have a kind: "is/web". */
MUST_USE int selected_object(struct arena *arena, const char *text, struct selected *out,
                             struct err *err);

/*
 * Sets the namespace: the given one (by -n or before the slash), else the only one that declares
 * the stream. Returns -1 if there is no such namespace or if there are several; the hint lists
 * them.
 */
MUST_USE int selected_namespace(struct arena *arena, const struct declared *declared,
                                const char *flag, struct selected *selected, struct err *err);
