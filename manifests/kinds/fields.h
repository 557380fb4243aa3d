// SPDX-License-Identifier: Apache-2.0
/*
 * Decodes maps by tables. A table lists the keys, the types of their values, and where in a struct
 * the values go. All problems of an object are found, not only the first; each has a place and a
 * hint.
 *
 * Unknown keys of other projects' kinds are ignored. Aliases and merges (<<) are followed. A null
 * is an absent value, as in Kubernetes.
 */
#pragma once

#include "manifests/kinds/decoding.h"
#include "manifests/kinds/scalar.h"

enum field_type {
    FIELD_TEXT,     /* const char * */
    FIELD_BOOL,     /* bool */
    FIELD_WORD,     /* an enum: the index of the word in `words` */
    FIELD_DURATION, /* int64_t, seconds */
    FIELD_MOMENT,   /* moment */
    FIELD_MAP,      /* `read` gets the map and the struct */
    FIELD_LIST,     /* `read` gets the list and the struct */
    FIELD_ANY,      /* `read` gets any node that is not null, and the struct */
    FIELD_IGNORED,  /* allowed and not read */
};

struct field {
    const char *name;
    enum field_type type;
    bool required;
    size_t offset;            /* of the value in the struct */
    const char *const *words; /* for FIELD_WORD: the allowed words, then NULL */
    void (*read)(struct decoding *decoding, const struct node *value, void *into);
};

#define FIELDS_END                                                                                 \
    {                                                                                              \
        0                                                                                          \
    }

/* Decodes a map into a struct. Adds a problem if the node is not a map. Members of the struct whose
 * keys are absent are not changed. */
void fields_read(struct decoding *decoding, const struct node *map, const struct field *fields,
                 void *into);

/* Returns the value of a key: the map's own value, else one from a merge (<<), else NULL. Resolves
 * aliases; returns NULL for a YAML null. `map` may be NULL. */
const struct node *field_find(const struct node *map, const char *key);
/* Returns the text of a key's value. Returns NULL if the key is absent, or if its value is not a
 * scalar, is null, contains a NUL byte or is longer than TEXT_VALUE_MAX bytes. Adds no problem. */
const char *field_text(const struct node *map, const char *key);
/* Returns the scalar of a key in the map at `map_path`. The scalar's text is read through aliases
 * and merges. */
struct scalar field_scalar(struct decoding *decoding, struct node_path map_path,
                           const struct node *map, const char *key);
