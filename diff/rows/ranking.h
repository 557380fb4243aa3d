// SPDX-License-Identifier: Apache-2.0
/* Ranks the tags of a repository by a rule for following tags. Tags with equal rules on one
 * repository share a ranking. */
#pragma once

#include "diff/planner/planner.h"
#include "diff/rows/follow.h"
#include "manifests/values/follow.h"

/* Only the best ranks are kept: those that may be tried, and one more, which reports name. */
enum { RANKS_MAX = FOLLOW_TRIES_MAX + 1 };

struct ranking {
    const char *rule;                  /* the rule's text */
    const struct answer *list;         /* the answer with the repository's tags */
    struct follow_selection selection; /* how many tags were dropped, and why; without its tags */
    size_t fit_count;                  /* the number of tags that fit the rule */
    /* The tags that fit, best first. Tags of one rank are equal for the rule and in bytewise order.
     * Rank i has the tags from starts[i] up to starts[i + 1]. */
    const struct follow_tag *tags;
    size_t starts[RANKS_MAX + 1];
    size_t rank_count;
};

/* Returns the ranking, which is made once in a plan. `list` is ANSWER_FOUND. */
const struct ranking *ranking_of(struct planner *planner, const struct follow *follow,
                                 const struct answer *list);
