// SPDX-License-Identifier: Apache-2.0
/* The images that a hop could take: those that the environments before have, or had lately. */
#pragma once

#include "diff/gates/candidate.h"

enum { CANDIDATES_MAX = 100 };

/* An environment before, and its holding after this run. */
struct hop_source {
    const char *environment;
    struct tag_node *node;
    const struct holding *holding; /* HOLDS_DIGEST */
};
typedef LIST_OF(struct hop_source) hop_sources;

typedef LIST_OF(struct candidate) candidate_list;

/*
 * Lists the digests that the sources have, or had after `present`, newest first. NULL: the target
 * has none. `present` itself is listed last, if a source had it. `join: all` lists the digests that
 * all sources have or had, `join: any` those of any source. Digests that a source rolled back from
 * or denies are left out; the draft's trail says which.
 */
void candidates_find(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                     const char *present, candidate_list *out);

/*
 * True if the target or a source had this digest before it had `present`: then taking the digest
 * would be a step back.
 */
bool candidates_older(struct planner *planner, const struct tag_node *node,
                      const hop_sources *sources, const char *present, const char *digest);
