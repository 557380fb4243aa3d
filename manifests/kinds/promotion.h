// SPDX-License-Identifier: Apache-2.0
/*
 * Promotion (weir.dev/v1alpha1): the path that tested content takes from environment to
 * environment. Everything is decoded, kinds of gates that can't be evaluated yet included; unknown
 * fields are problems with a suggestion.
 */
#pragma once

#include "manifests/base/words.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/scalar.h"

enum {
    PROMOTION_ENTRIES_MAX = 100,
    PROMOTION_STREAMS_MAX = 1000,
    PROMOTION_GATES_MAX = 50,
};

/* Whom a gate must ask before it can be judged. */
enum gate_asks { GATE_ASKS_NOBODY, GATE_ASKS_REGISTRY, GATE_ASKS_PROGRAM };

/* Traits of a kind of gate. */
enum {
    GATE_YIELDS = 1,      /* `weir promote` passes over it without --override-gates */
    GATE_COUNTS_TIME = 2, /* it counts time from records of the journal */
    GATE_NAMED = 4, /* its evidence names the value, as an entry may have several such gates */
};

/*
 * The kinds of gates, one row each: code; key in the manifest; READER, its value is read by
 * read_READER() of promotion.c; RULE, it is judged by gate_RULE() of diff/gates; whom it asks;
 * traits. A row whose reader or rule is missing does not compile.
 *
 *     soak       how long the image must have been in the previous environment
 *     window     name of a window of weir.yaml, which must be open
 *     platforms  list of os/architecture that the index must hold
 *     label      image label and the value that it must have
 *     check      name of a program in the runner configuration, which must say yes
 *     signedBy   name of a key in the runner configuration
 *     manual     true: a person promotes the image
 */
#define GATES(X)                                                                                   \
    X(GATE_SOAK, "soak", soak, soak, GATE_ASKS_NOBODY, GATE_COUNTS_TIME | GATE_NAMED)              \
    X(GATE_WINDOW, "window", word, window, GATE_ASKS_NOBODY, GATE_YIELDS | GATE_NAMED)             \
    X(GATE_PLATFORMS, "platforms", platforms, platforms, GATE_ASKS_REGISTRY, 0)                    \
    X(GATE_LABEL, "label", label, label, GATE_ASKS_REGISTRY, 0)                                    \
    X(GATE_CHECK, "check", check, check, GATE_ASKS_PROGRAM, GATE_NAMED)                            \
    X(GATE_SIGNED_BY, "signedBy", word, not_supported, GATE_ASKS_NOBODY, 0)                        \
    X(GATE_MANUAL, "manual", manual, manual, GATE_ASKS_NOBODY, GATE_YIELDS)

enum gate_kind { GATES(WORDS_CODE) GATE_KINDS };

const char *gate_word(enum gate_kind kind);
enum gate_asks gate_asks(enum gate_kind kind);
/* True if the kind has this trait. */
bool gate_has(enum gate_kind kind, unsigned trait);

/* What a gate asks for, one by one. */
struct gate_item {
    const char *name;  /* PLATFORMS: "linux/amd64"; LABEL: the label's name */
    const char *value; /* LABEL */
};

struct gate {
    enum gate_kind kind;
    const char *text; /* the value as one line: "24h", "office-hours", "linux/amd64,linux/arm64" */
    int64_t seconds;  /* SOAK */
    const struct gate_item *items; /* PLATFORMS, LABEL */
    size_t item_count;
    uint32_t line, column;
};

/* A name of a check, in a gate or in the runner's configuration: letters, digits, _ . and -, at
 * most 100. */
bool check_name_valid(const char *name);

enum hop_by { HOP_BY_COMMIT, HOP_BY_PULL_REQUEST, HOP_BY_MANUAL };
const char *hop_by_word(enum hop_by by); /* "commit", "pullRequest", "manual" */

enum hop_join { HOP_JOIN_ALL, HOP_JOIN_ANY };

struct path_entry {
    const char *namespace;
    enum hop_by by;
    bool by_said;
    enum hop_join join;
    const char *const *from; /* namespaces; none: the entry before */
    size_t from_count;
    const struct gate *gates;
    size_t gate_count;
    const char *copy_to; /* or NULL */
    uint32_t line, column;
};

struct promotion {
    const char *name;
    const char *namespace; /* metadata.namespace or NULL; has no meaning for the path */
    struct node_path path;
    uint32_t line, column;
    const char *const *streams; /* names or globs (fnmatch) */
    size_t stream_count;
    struct scalar streams_scalar;
    const char *tag; /* default "latest" */
    bool together;
    const struct path_entry *entries;
    size_t entry_count;
    bool local_config;
    bool broken;                   /* a problem of severity error lies in the object */
    const struct problem *problem; /* the first of them; its path is NULL */
};

/* As image_stream_decode. */
const struct promotion *promotion_decode(struct arena *part, size_t document,
                                         const struct node *object, problem_list *problems);
