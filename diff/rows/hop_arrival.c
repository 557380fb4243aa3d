// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/hop_arrival.h"

#include "diff/gates/gate_evidence.h"
#include "diff/journal/arrival.h"
#include "diff/planner/freeze.h"
#include "diff/planner/memory.h"
#include "diff/rows/passage.h"

/* True if the target's pin arrived and its gates must still be judged. The pin may be the first one
 * that the tag has. */
static bool judged_here(const struct tag_node *node)
{
    bool first = node->pin == PIN_NOT_JUDGED && node->standing.head == NULL;
    return node->arrival != NULL && node->arrival->open && (node->pin == PIN_ARRIVED || first);
}

/* Adds evidence that the move was merged although a rule stopped the tag. A person's request in a
 * clone that passed over a freeze has the same evidence as one on the branch's own repository. */
static void prove_stop(struct tag_node *node, const char *rule, const char *how)
{
    struct draft *draft = &node->draft;
    bool passed = arrival_overrode(node->arrival, rule, NULL);
    const char *text = passed ? arena_print(draft->arena, "passed over: frozen %s", how)
                              : arena_print(draft->arena, "merged during a %s %s", rule, how);
    draft_prove(draft, &(struct evidence){
                           .kind = passed ? rule : EVIDENCE_STOP,
                           .argument = passed ? NULL : rule,
                           .outcome = EVIDENCE_OVERRIDDEN,
                           .text = text,
                       });
}

/* Adds evidence for each freeze or hold that is active when the arrival is recorded. A hold that
 * came together with the image or after it did not stop the image. */
static void prove_stops(struct planner *planner, struct tag_node *node,
                        const struct tag_policy *policy)
{
    const char *frozen = freeze_stands(planner, node->environment);
    const struct hold *hold = &policy->hold;
    char until[MOMENT_TEXT_MAX];
    if (frozen != NULL)
        prove_stop(node, EVIDENCE_FREEZE, frozen);
    if (!node->arrival->origin->was_held || !hold_active(hold, planner->observed->now))
        return;
    const char *end =
        hold->until == MOMENT_NEVER ? "it is released" : moment_print(hold->until, until);
    prove_stop(node, "hold",
               arena_print(planner->arena, "until %s%s%s", end, hold->reason != NULL ? ": " : "",
                           hold->reason != NULL ? hold->reason : ""));
}

/* Accepts the arrival with the evidence of the draft. */
static void accept(struct tag_node *node)
{
    node->arrival->open = false;
    node->arrival->evidence = node->draft.evidence.items;
    node->arrival->evidence_count = node->draft.evidence.count;
}

void hop_arrival_refuse(struct planner *planner, struct tag_node *node)
{
    if (!judged_here(node))
        return;
    node->arrival->open = false;
    node->arrival->evidence_count = 0;
    if (node->pin == PIN_ARRIVED)
        memory_hold(planner, node);
}

void hop_arrival_accept(struct planner *planner, struct tag_node *node)
{
    struct arrival *arrival = node->arrival;
    const struct path_entry *entry = node->hop->entry;
    const struct record *proposal = judged_here(node) ? arrival->proposal : NULL;
    if (proposal == NULL || !gate_evidence_held(planner->arena, entry->gates, entry->gate_count,
                                                proposal->evidence, proposal->evidence_count))
        return;
    const struct draft before = node->draft;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    node->draft.evidence.count = 0;
    for (size_t i = 0; i < proposal->evidence_count; i++)
        draft_prove(&node->draft, &proposal->evidence[i]);
    prove_stops(planner, node, &policy);
    accept(node);
    node->draft = before;
}

/* Returns the candidate with the digest that the target has now, or NULL. The candidates are those
 * of before the arrival, when the target had the image of its last record. */
static const struct candidate *find_arrived(struct planner *planner, struct tag_node *node,
                                            const hop_sources *sources, candidate_list *candidates)
{
    const struct record *head = node->standing.head;
    bool any_age = head == NULL || arrival_promoted_by_request(node->arrival);
    candidates_find(planner, node, sources, any_age ? NULL : head->digest, candidates);
    list_each (candidate, candidates)
        if (text_equal(candidate->digest, node->holding.digest))
            return candidate;
    return NULL;
}

bool hop_arrival_judge(struct planner *planner, struct tag_node *node, const hop_sources *sources)
{
    const struct draft before = node->draft;
    const struct holding holding = node->holding;
    const struct record *head = node->standing.head;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    candidate_list candidates;
    if (!judged_here(node))
        return true;
    node->arriving = holding.digest;
    const struct candidate *arrived = find_arrived(planner, node, sources, &candidates);
    if (arrived == NULL) {
        node->arriving = NULL;
        hop_arrival_refuse(planner, node);
        return true;
    }
    node->holding.digest = head != NULL ? head->digest : NULL;
    bool open = passage_holds(planner, node, sources, &policy, arrived) &&
                passage_cited(planner, node, arrived);
    node->arriving = NULL;
    node->holding = holding;
    if (!open && row_state(&node->draft.row) == ROW_UNKNOWN)
        return false;
    if (open) {
        prove_stops(planner, node, &policy);
        accept(node);
    }
    node->draft = before;
    if (!open)
        hop_arrival_refuse(planner, node);
    return true;
}
