// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/passage.h"

#include "diff/gates/gate_evidence.h"
#include "diff/gates/gates.h"
#include "diff/journal/arrival.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/platforms.h"
#include "manifests/base/words.h"
#include "manifests/kinds/policy.h"

/* The reason for a row, by the state of the gate that stops it. */
static const enum reason gate_reasons[] = {
    [GATE_WAITS] = REASON_GATE_WAITS, [GATE_REFUSED] = REASON_GATE_REFUSED,
    [GATE_PERSON] = REASON_MANUAL,    [GATE_UNKNOWN] = REASON_GATE_UNKNOWN,
    [GATE_ASKING] = REASON_ASKING,    [GATE_NOT_SUPPORTED] = REASON_NOT_SUPPORTED_YET,
};
TABLE_COMPLETE(gate_reasons, GATE_STATES);

/* True if a request that was made in a clone passed over this gate: the gate yields to requests, or
 * the commit says that the person overrode it. */
static bool arrived_over(const struct arrival *arrival, const struct gate *gate)
{
    const struct pin_origin *origin = arrival->origin;
    if (!arrival_promoted_by_request(arrival))
        return false;
    bool over = gate_has(gate->kind, GATE_YIELDS);
    for (size_t i = 0; i < origin->evidence_count && !over; i++)
        over = origin->evidence[i].outcome == EVIDENCE_OVERRIDDEN &&
               gate_evidence_is_of(gate, &origin->evidence[i]);
    return over;
}

/* True if the gate is not open, but a person's request passes over it: the gate yields to requests,
 * or the person asked to override all gates. A person who merged an arrival has passed the gate
 * that only a person passes. */
static bool passed_over(const struct planner *planner, const struct tag_node *node,
                        const struct gate *gate, const struct gate_result *result)
{
    if (result->state == GATE_HOLDS || result->state == GATE_ASKING)
        return false;
    if (node->arriving != NULL)
        return result->state == GATE_PERSON || arrived_over(node->arrival, gate);
    return node->intended && (gate_has(gate->kind, GATE_YIELDS) || planner->intent->override_gates);
}

/* Returns true if the target denies the candidate, and no person passed over that; it then ends the
 * draft. Only the request that made an arrival counts for it, not this run's. */
static bool denied(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   const char *digest)
{
    if (node->arriving == NULL)
        return restriction_denied(planner, &node->draft, policy, digest);
    if (!policy_denies(policy, digest))
        return false;
    if (arrival_overrode(node->arrival, EVIDENCE_DENY, digest)) {
        restriction_prove_denied(&node->draft, digest);
        return false;
    }
    draft_end(&node->draft, REASON_DENIED, digest);
    return true;
}

/* True if a person chose the image, so that it may be older than the current one. */
static bool chosen_by_person(const struct tag_node *node)
{
    return node->arriving != NULL ? arrival_promoted_by_request(node->arrival) : node->intended;
}

static void prove_passed_over(struct draft *draft, const struct evidence *of)
{
    struct evidence evidence = *of;
    evidence.outcome = EVIDENCE_OVERRIDDEN;
    evidence.text = arena_print(draft->arena, "passed over: %s", of->text);
    draft_prove(draft, &evidence);
}

static bool gates_hold(struct planner *planner, struct tag_node *node,
                       const struct candidate *candidate)
{
    const struct path_entry *entry = node->hop->entry;
    const struct gate *const *gates = gates_ordered(planner, entry);
    struct draft *draft = &node->draft;
    for (size_t i = 0; i < entry->gate_count; i++) {
        struct gate_result result = gates_judge(planner, gates[i], candidate);
        if (passed_over(planner, node, gates[i], &result)) {
            prove_passed_over(draft, &result.evidence);
            continue;
        }
        if (result.state == GATE_HOLDS) {
            draft_prove(draft, &result.evidence);
            if (result.since > draft->row.allowed)
                draft->row.allowed = result.since;
            continue;
        }
        draft_say(draft, "%s", result.evidence.text);
        draft_end(draft, gate_reasons[result.state], result.evidence.text);
        draft->row.next = result.next;
        if (node->intended && result.state != GATE_ASKING)
            draft->row.hint = "use --override-gates to override the gate; the journal records this";
        return false;
    }
    return true;
}

/* Returns the latest time at which a previous environment got the candidate, or 0 if none is known.
 */
static moment standing_since(const struct candidate *candidate)
{
    moment since = 0;
    list_each (stood, &candidate->stood) {
        if (stood->known && !stood->since_unknown && stood->since > since)
            since = stood->since;
    }
    return since;
}

bool passage_holds(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                   const struct tag_policy *policy, const struct candidate *candidate)
{
    struct draft *draft = &node->draft;
    const char *present = node->holding.digest;
    bool present_denied = policy_denies(policy, present);
    draft->evidence.count = 0;
    draft->row.allowed = standing_since(candidate);
    draft->row.next = MOMENT_NEVER;
    draft->row.detail = draft->row.hint = NULL;
    if (denied(planner, node, policy, candidate->digest))
        return false;
    if (!chosen_by_person(node) && !present_denied &&
        candidates_older(planner, node, sources, present, candidate->digest)) {
        draft_say(draft, "%s is older than the current image", candidate->digest);
        draft_end(draft, REASON_OLDER, candidate->digest);
        return false;
    }
    return gates_hold(planner, node, candidate) &&
           platforms_held(planner, draft, policy->platforms,
                          candidate_image_key(planner, candidate), candidate->holding.form);
}

const struct candidate *passage_choose(struct planner *planner, struct tag_node *node,
                                       const hop_sources *sources, const candidate_list *candidates,
                                       const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    struct row newest = {0};
    moment next = MOMENT_NEVER;
    list_each (candidate, candidates) {
        if (text_equal(candidate->digest, node->holding.digest))
            break;
        draft->row.wanted_digest = candidate->digest;
        if (candidate != candidates->items)
            draft_say(draft, "the next older candidate is %s", candidate->digest);
        if (passage_holds(planner, node, sources, policy, candidate))
            return candidate;
        if (row_state(&draft->row) == ROW_UNKNOWN)
            return NULL;
        if (candidate == candidates->items)
            newest = draft->row;
        next = draft->row.next < next ? draft->row.next : next;
    }
    draft->row = newest;
    draft->row.next = next;
    return NULL;
}

bool passage_cited(struct planner *planner, struct tag_node *node,
                   const struct candidate *candidate)
{
    const struct journal *journal = planner->observed->journal;
    bool counts = false;
    for (size_t i = 0; i < node->hop->entry->gate_count; i++)
        counts |= gate_has(node->hop->entry->gates[i].kind, GATE_COUNTS_TIME);
    if (!counts || journal == NULL || journal->state != JOURNAL_READ || journal->advisory)
        return true;
    list_each (stood, &candidate->stood) {
        if (stood->commit == NULL)
            continue;
        const struct answer *answer = planner_ask(planner, QUESTION_COMMIT, stood->commit);
        if (answer == NULL || answer->state == ANSWER_UNKNOWN) {
            draft_end(&node->draft, answer == NULL ? REASON_ASKING : REASON_GATE_UNKNOWN,
                      answer == NULL ? stood->commit : answer->why);
            return false;
        }
    }
    return true;
}
