// SPDX-License-Identifier: Apache-2.0
/*
 * Promotion (weir.dev/v1alpha1): the path that tested content takes from environment to
 * environment. Everything is decoded, kinds of gates that can't be evaluated yet included; unknown
 * fields are problems with a suggestion.
 */
#pragma once

#include "manifests/kinds/problem.h"
#include "manifests/kinds/scalar.h"

enum {
    PROMOTION_ENTRIES_MAX = 100,
    PROMOTION_STREAMS_MAX = 1000,
    PROMOTION_GATES_MAX = 50,
};

/* name, key in the manifest, what its value is */
#define GATES(X)                                                                                   \
    X(SOAK, "soak", "how long the image must have been in the previous environment")               \
    X(WINDOW, "window", "name of a window of weir.yaml")                                           \
    X(PLATFORMS, "platforms", "list of os/architecture that the index must hold")                  \
    X(LABEL, "label", "image label and the value it must have")                                    \
    X(CHECK, "check", "name of a program in the runner configuration")                             \
    X(SIGNED_BY, "signedBy", "name of a key in the runner configuration")                          \
    X(MANUAL, "manual", "true: a person promotes the image")

enum gate_kind {
#define X(name, word, meaning) GATE_##name,
    GATES(X)
#undef X
};
const char *gate_word(enum gate_kind kind);

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
