// SPDX-License-Identifier: Apache-2.0
/* What a hop could take: the digests that the environments before have, or had lately. */
#pragma once

#include "diff/gates/candidate.h"

enum { CANDIDATES_MAX = 100 };

/* An environment before, and what it has once this run's change is applied. */
struct hop_source {
    const char *environment;
    struct tag_node *node;
    const struct holding *holding; /* HOLDS_DIGEST */
};
typedef LIST_OF(struct hop_source) hop_sources;

typedef LIST_OF(struct candidate) candidate_list;

/*
 * The digests that the sources have, or had since they had `present` (NULL: none), newest first;
 * `present` itself ends the list where it comes up. With join: all those that all of them have or
 * had, with any those of each. Left out is what was backed out of or is denied in a source; the
 * draft's trail says which.
 */
void candidates_find(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                     const char *present, candidate_list *out);

/*
 * Whether the target, or a source, had the digest before it had what the target has now: then to
 * take it would be a step back.
 */
bool candidate_older(struct planner *planner, const struct tag_node *node,
                     const hop_sources *sources, const char *present, const char *digest);
