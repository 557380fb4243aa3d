// SPDX-License-Identifier: Apache-2.0
/* Objects as people name them on the command line: [NAMESPACE/]STREAM[:TAG] and the like. */
#pragma once

#include "manifests/declared/declared.h"

struct selected {
    const char *registry;  /* the first part is a registry's host: an image, not a stream */
    const char *namespace; /* NULL when not said */
    const char *stream;
    const char *tag, *digest; /* NULL when not said */
};

/* -1 when it is neither; what is not a registry's image has at most one '/'. */
MUST_USE int selected_parse(struct arena *arena, const char *text, struct selected *out,
                            struct err *err);

enum object_kind { OBJECT_NONE, OBJECT_STREAM, OBJECT_TAG, OBJECT_PROMOTION, OBJECT_ENVIRONMENT };

/* Our words and oc's: "streams", "is", "tag", "istag", …; NONE for others. */
enum object_kind select_kind(const char *word, size_t length);

/* An object of the repository, never a registry's image. A kind may stand in front: "is/web". */
MUST_USE int selected_object(struct arena *arena, const char *text, struct selected *out,
                             struct err *err);

/*
 * The namespace that is meant: the one said (by -n or before the slash), else the only one that
 * declares the stream. -1 with those that do in the hint.
 */
MUST_USE int selected_namespace(struct arena *arena, const struct declared *declared,
                                const char *flag, struct selected *selected, struct err *err);
