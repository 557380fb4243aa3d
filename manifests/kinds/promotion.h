// SPDX-License-Identifier: Apache-2.0
/*
 * Decodes a Promotion (weir.dev/v1alpha1): the path of a tested image from environment to
 * environment. All of it is decoded, including kinds of gates that are not supported yet. Unknown
 * fields are problems with a suggestion.
 */
#pragma once

#include "manifests/kinds/gate.h"
#include "manifests/kinds/problem.h"
#include "manifests/kinds/scalar.h"

enum {
    PROMOTION_ENTRIES_MAX = 100,
    PROMOTION_STREAMS_MAX = 1000,
};

enum hop_by { HOP_BY_COMMIT, HOP_BY_PULL_REQUEST, HOP_BY_MANUAL };
const char *hop_by_word(enum hop_by by); /* "commit", "pullRequest", "manual" */

enum hop_join { HOP_JOIN_ALL, HOP_JOIN_ANY };

struct path_entry {
    const char *namespace;
    enum hop_by by;
    bool by_given; /* the key is present */
    enum hop_join join;
    const char *const *from; /* namespaces; if none is given, images come from the entry before */
    size_t from_count;
    const struct gate *gates;
    size_t gate_count;
    const char *copy_to; /* or NULL */
    uint32_t line, column;
};

struct promotion {
    const char *name;
    const char *namespace; /* metadata.namespace or NULL; the path does not depend on it */
    struct node_path path;
    uint32_t line, column;
    const char *const *streams; /* names, or globs for glob_match() */
    size_t stream_count;
    struct scalar streams_scalar;
    const char *tag; /* "latest" if none is given */
    bool together;
    const struct path_entry *entries;
    size_t entry_count;
    bool local_config;
    bool broken;                   /* the object has a problem of severity error */
    const struct problem *problem; /* the first such problem; its path is NULL */
};

/* Decodes one object, as image_stream_decode does. */
const struct promotion *promotion_decode(struct arena *part, size_t document,
                                         const struct node *object, problem_list *problems);
