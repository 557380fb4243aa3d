// SPDX-License-Identifier: Apache-2.0
/* Reads the names of objects on the command line: [NAMESPACE/]STREAM, with :TAG or @DIGEST. */
#pragma once

#include "manifests/declared/declared.h"

struct selected {
    const char *registry;  /* not NULL: the text is an image in this registry, not a stream */
    const char *namespace; /* NULL if not given */
    const char *stream;
    const char *tag, *digest; /* NULL if not given */
};

/* Reads the name of an object of the repository. The name has at most one '/'. If the text names
 * an image in a registry, only sets out->registry. Returns -1 for any other text. */
MUST_USE int selected_parse(struct arena *arena, const char *text, struct selected *out,
                            struct err *err);

enum object_kind { OBJECT_NONE, OBJECT_STREAM, OBJECT_TAG, OBJECT_PROMOTION, OBJECT_ENVIRONMENT };

/* Returns the kind for a word of weir or oc ("streams", "is", "tag", "istag", …), or OBJECT_NONE.
 */
enum object_kind select_kind(const char *word, size_t length);

/* Does the same as selected_parse, but the name may begin with its kind ("is/web"), and the
 * function returns -1 also for an image in a registry. */
MUST_USE int selected_object(struct arena *arena, const char *text, struct selected *out,
                             struct err *err);

/*
 * Sets the namespace: the one given by -n (`flag`) or before the slash, else the only namespace
 * that declares the stream. Returns -1 if the two given ones differ, or if none is given and no
 * namespace or several namespaces declare the stream.
 */
MUST_USE int selected_namespace(struct arena *arena, const struct declared *declared,
                                const char *flag, struct selected *selected, struct err *err);

/* Returns 0 if the name is one of these environments, which are sorted. Else returns -1; the hint
 * lists them. */
MUST_USE int selected_environment(const char *const *environments, size_t count, const char *name,
                                  struct err *err);
