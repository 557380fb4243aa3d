// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/hop_arrival.h"

#include "diff/gates/gate_evidence.h"
#include "diff/journal/arrival.h"
#include "diff/planner/freeze.h"
#include "diff/planner/memory.h"
#include "diff/rows/passage.h"

/* True if the arrival's gates must still be judged. The newest arrival may be the first pin that
 * the tag has. */
static bool judged_here(const struct tag_node *node, const struct arrival *arrival)
{
    bool first = node->pin == PIN_NOT_JUDGED && node->standing.head == NULL;
    bool newest = arrival == node->arrival;
    return arrival->open && (!newest || node->pin == PIN_ARRIVED || first);
}

bool hop_arrival_open(const struct tag_node *node)
{
    for (const struct arrival *at = node->arrival; at != NULL; at = at->earlier)
        if (at->open)
            return true;
    return false;
}

/* Adds evidence that the move was merged although a rule stopped the tag. A person's request in a
 * clone that passed over a freeze has the same evidence as one on the branch's own repository. */
static void prove_stop(struct draft *draft, const struct arrival *arrival, const char *rule,
                       const char *how)
{
    bool passed = arrival_overrode(arrival, rule, NULL);
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
                        const struct arrival *arrival, const struct tag_policy *policy)
{
    const char *frozen = freeze_stands(planner, node->environment);
    const struct hold *hold = &policy->hold;
    char until[MOMENT_TEXT_MAX];
    if (frozen != NULL)
        prove_stop(&node->draft, arrival, EVIDENCE_FREEZE, frozen);
    if (!arrival->origin->was_held || !hold_active(hold, planner->observed->now))
        return;
    const char *end =
        hold->until == MOMENT_NEVER ? "it is released" : moment_print(hold->until, until);
    prove_stop(&node->draft, arrival, "hold",
               arena_print(planner->arena, "until %s%s%s", end, hold->reason != NULL ? ": " : "",
                           hold->reason != NULL ? hold->reason : ""));
}

/* Accepts the arrival with the evidence of the draft. */
static void accept(const struct tag_node *node, struct arrival *arrival)
{
    arrival->open = false;
    arrival->evidence = node->draft.evidence.items;
    arrival->evidence_count = node->draft.evidence.count;
}

/* Ends an arrival whose gates did not hold: it is a move by hand. */
static void refuse(struct planner *planner, struct tag_node *node, struct arrival *arrival)
{
    arrival->open = false;
    arrival->evidence_count = 0;
    if (arrival == node->arrival)
        memory_hold(planner, node);
    else
        arrival->kind = RECORD_HELD;
}

void hop_arrival_refuse(struct planner *planner, struct tag_node *node)
{
    for (struct arrival *at = node->arrival; at != NULL; at = at->earlier)
        if (judged_here(node, at))
            refuse(planner, node, at);
}

/* Accepts one arrival as hop_arrival_accept() does. */
static void accept_proposed(struct planner *planner, struct tag_node *node, struct arrival *arrival)
{
    const struct path_entry *entry = node->hop->entry;
    const struct record *proposal = judged_here(node, arrival) ? arrival->proposal : NULL;
    if (proposal == NULL || !gate_evidence_held(planner->arena, entry->gates, entry->gate_count,
                                                proposal->evidence, proposal->evidence_count))
        return;
    const struct draft before = node->draft;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    node->draft.evidence.count = 0;
    for (size_t i = 0; i < proposal->evidence_count; i++)
        draft_prove(&node->draft, &proposal->evidence[i]);
    prove_stops(planner, node, arrival, &policy);
    accept(node, arrival);
    node->draft = before;
}

void hop_arrival_accept(struct planner *planner, struct tag_node *node)
{
    for (struct arrival *at = node->arrival; at != NULL; at = at->earlier)
        accept_proposed(planner, node, at);
}

/* Returns the candidate that arrived, or NULL. The candidates are those of before the arrival, when
 * the target had the image `present`. */
static const struct candidate *find_arrived(struct planner *planner, struct tag_node *node,
                                            const hop_sources *sources, const char *present,
                                            candidate_list *candidates)
{
    bool any_age = arrival_promoted_by_request(node->arrival);
    candidates_find(planner, node, sources, any_age ? NULL : present, candidates);
    list_each (candidate, candidates)
        if (text_equal(candidate->digest, node->arriving))
            return candidate;
    return NULL;
}

/* Returns the image that the target had before the arrival, or NULL. */
static const char *present_before(const struct tag_node *node, const struct arrival *arrival)
{
    const struct record *head = node->standing.head;
    if (arrival->earlier != NULL)
        return arrival->earlier->digest;
    return head != NULL ? head->digest : NULL;
}

/* True if the arrival passes the rules of the step now, when the target had the image `present`
 * before; the draft then has the evidence. Else the draft is ended, or the step has no such
 * candidate. */
static bool passes(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                   const struct tag_policy *policy, const char *present)
{
    candidate_list candidates;
    const struct candidate *arrived = find_arrived(planner, node, sources, present, &candidates);
    if (arrived == NULL)
        return false;
    node->holding.digest = present;
    return passage_holds(planner, node, sources, policy, arrived) &&
           passage_cited(planner, node, arrived);
}

/* Judges one arrival. Returns false and ends the draft if an answer is missing. The run may end
 * without an answer if the target has the image, because a later run then judges it. */
static bool judge(struct planner *planner, struct tag_node *node, struct arrival *arrival,
                  const hop_sources *sources)
{
    const struct draft before = node->draft;
    const struct holding holding = node->holding;
    const struct record *head = node->standing.head;
    struct arrival *newest = node->arrival;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    if (!judged_here(node, arrival))
        return true;
    bool waits = arrival == newest && (head == NULL || !text_equal(head->digest, arrival->digest));
    node->arriving = arrival->digest;
    node->arrival = arrival; /* the rules ask it what its request passed over */
    bool open = passes(planner, node, sources, &policy, present_before(node, arrival));
    node->arrival = newest;
    node->arriving = NULL;
    node->holding = holding;
    bool asking = node->draft.row.reason == REASON_ASKING;
    if (!open && row_state(&node->draft.row) == ROW_UNKNOWN && (waits || asking))
        return false;
    if (open) {
        prove_stops(planner, node, arrival, &policy);
        accept(node, arrival);
    }
    node->draft = before;
    if (!open)
        refuse(planner, node, arrival);
    return true;
}

/* Judges the arrivals that end with this one, the oldest first. */
static bool judge_all(struct planner *planner, struct tag_node *node, struct arrival *arrival,
                      const hop_sources *sources)
{
    return (arrival->earlier == NULL || judge_all(planner, node, arrival->earlier, sources)) &&
           judge(planner, node, arrival, sources);
}

bool hop_arrival_judge(struct planner *planner, struct tag_node *node, const hop_sources *sources)
{
    return node->arrival == NULL || judge_all(planner, node, node->arrival, sources);
}
