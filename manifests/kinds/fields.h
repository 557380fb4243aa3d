// SPDX-License-Identifier: Apache-2.0
/*
 * Decoding by tables: which keys a map has, of what type, and where their values go. All problems
 * of an object are found, never the first only; each has a place and a hint.
 *
 * In kinds of others unknown keys are left alone, aliases and merges (<<) are read through. A null
 * is an absent value, as Kubernetes sees it.
 */
#pragma once

#include "manifests/kinds/problem.h"
#include "manifests/kinds/scalar.h"
#include "manifests/yaml/document.h"

/* One object while it is decoded. */
struct decoding {
    struct arena *part; /* what is made lives here */
    size_t document;
    problem_list *problems;
    const char *object;           /* "ImageStream app-dev/web", or NULL */
    const struct problem *broken; /* the first error since the caller last set this to NULL */
    bool in_template;             /* texts may hold "${…}" */
    bool ours;                    /* one of our own kinds: unknown keys are errors */
    bool loose_text;              /* text_read takes bare numbers and booleans, too */
};

/* Adds a problem at a node. hint may be NULL; it is copied, as all texts are. */
PRINTF_LIKE(5, 6)
void problem_add(struct decoding *decoding, enum problem_code code, const struct node *at,
                 const char *hint, const char *format, ...);

enum field_type {
    FIELD_TEXT,     /* const char * */
    FIELD_BOOL,     /* bool */
    FIELD_WORD,     /* an enum: the index of the word in `words` */
    FIELD_DURATION, /* int64_t, seconds */
    FIELD_MOMENT,   /* moment */
    FIELD_MAP,      /* read gets the map and the struct */
    FIELD_LIST,     /* read gets the list and the struct */
    FIELD_ANY,      /* read gets any node that is not null, and the struct */
    FIELD_IGNORED,  /* allowed and not looked at */
};

struct field {
    const char *name;
    enum field_type type;
    bool required;
    size_t offset;            /* of the target in the struct */
    const char *const *words; /* FIELD_WORD, NULL-terminated */
    void (*read)(struct decoding *decoding, const struct node *value, void *into);
};

#define FIELDS_END                                                                                 \
    {                                                                                              \
        0                                                                                          \
    }

/* Decodes a map. A node of another kind is a problem. Targets of absent keys stay as they are. */
void fields_read(struct decoding *decoding, const struct node *map, const struct field *fields,
                 void *into);

/* The value of a key: its own, else a merged one, else NULL; aliases resolved. Null is NULL. */
const struct node *field_find(const struct node *map, const char *key);
/* The text of a key's value when it is one of at most TEXT_VALUE_MAX; else NULL, no problem. */
const char *field_text(const struct node *map, const char *key);

/* The text of a scalar that Kubernetes would take as a string; else NULL and a problem. */
const char *text_read(struct decoding *decoding, const struct node *node);
/* A list of texts, at most `most`. Returns the items; *count says how many. */
const char *const *texts_read(struct decoding *decoding, const struct node *list, size_t most,
                              size_t *count);
/* True for a plain scalar that YAML 1.1 takes as a boolean, and which one. */
bool bool_read(const struct node *node, bool *value);
/* "a map", "a list", "a number", "true or false", "null", "text" */
const char *node_type(const struct node *node);

/* The place `key` in a map whose path is known; text is the value seen through aliases. */
struct scalar field_scalar(struct decoding *decoding, struct node_path map_path,
                           const struct node *map, const char *key);

/* "did you mean \"x\"? " or "": into the arena. Words end with NULL. */
const char *suggestion_find(struct arena *arena, const char *word, const char *const *words);
/* "a, b, c" in the arena. */
const char *word_list(struct arena *arena, const char *const *words);

/* "${" occurs: a parameter of a Template stands there. */
bool holds_parameter(const char *text);
/* A name of a namespace. */
bool namespace_valid(const char *text);

/* metadata of any object */
struct metadata {
    const char *name, *namespace;
    const struct node *annotations; /* a map, or NULL */
    const struct node *node;        /* the metadata map, or NULL */
    bool local_config;              /* config.kubernetes.io/local-config: "true" */
};

/*
 * Begins an object: names it for problems and reads its metadata. False when it has no name, or a
 * parameter in its name or namespace (a Template's): then it is left alone; only the missing name
 * of a kind with `needs_name` is a problem.
 */
bool object_begin(struct decoding *decoding, const struct node *object, const char *kind,
                  struct metadata *metadata);
