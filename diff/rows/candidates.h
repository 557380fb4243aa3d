// SPDX-License-Identifier: Apache-2.0
/* Finds the images that a hop could take: images that the previous environments have or had. */
#pragma once

#include "diff/gates/candidate.h"
#include "manifests/values/digest.h"

enum { CANDIDATES_MAX = 100 };

/* A previous environment, and the holding of its tag after this run. */
struct hop_source {
    const char *environment;
    struct tag_node *node;
    const struct holding *holding; /* of the kind HOLDS_DIGEST */
};
typedef LIST_OF(struct hop_source) hop_sources;

typedef LIST_OF(struct candidate) candidate_list;

/*
 * Lists the digests that the sources have, or got after `present`, newest first, at most
 * CANDIDATES_MAX. `present` is the target's digest, or NULL if the target has none; if the sources
 * had it, it is listed last. Of a source that never had `present`, the digests that it got after
 * the target's last recorded move are listed. With `join: all`, lists the digests that every source
 * has or had; with `join: any`, the digests that any source has or had. Digests that a source
 * denies or rolled back from are left out, and the draft's trail names them.
 */
void candidates_find(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                     const char *present, candidate_list *out);

/* Adds all digests that the sources have or had to the search. */
void candidates_search(struct planner *planner, const hop_sources *sources,
                       struct digest_search *search);

/*
 * True if the target or a source had `digest` before its last time with `present`, so that a move
 * to `digest` would be a step back. False if `present` is NULL.
 */
bool candidates_older(struct planner *planner, const struct tag_node *node,
                      const hop_sources *sources, const char *present, const char *digest);
