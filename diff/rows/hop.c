// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/hop.h"

#include "diff/gates/gate_manual.h"
#include "diff/journal/arrival.h"
#include "diff/planner/first_record.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/tag_entry.h"
#include "diff/rows/found_pin.h"
#include "diff/rows/hop_arrival.h"
#include "diff/rows/passage.h"
#include "manifests/base/words.h"

/* Returns the names of the previous environments: "dev and test", or "dev or test". */
static const char *from_text(struct planner *planner, const struct hop *hop)
{
    const char *text = hop->from_count > 0 ? hop->from[0] : "";
    for (size_t i = 1; i < hop->from_count; i++)
        text = arena_print(planner->arena, "%s%s%s", text,
                           hop->entry->join == HOP_JOIN_ANY ? " or " : " and ", hop->from[i]);
    return text;
}

/* Returns true if the source has a digest; else ends the draft. */
static bool source_ready(struct planner *planner, struct draft *draft, const char *environment,
                         const struct holding *holding)
{
    static const enum reason reasons[] = {
        [HOLDS_NOTHING] = REASON_SOURCE_EMPTY,   [HOLDS_DIGEST] = REASON_PROMOTED,
        [HOLDS_REFERENCE] = REASON_SOURCE_EMPTY, [HOLDS_UNKNOWN] = REASON_SOURCE_UNKNOWN,
        [HOLDS_ASKING] = REASON_ASKING,          [HOLDS_STOPPED] = REASON_HELD, /* or denied */
    };
    TABLE_COMPLETE(reasons, HOLDS_STOPPED + 1);
    const char *detail = holding->why != NULL
                             ? arena_print(planner->arena, "%s: %s", environment, holding->why)
                             : environment;
    if (holding->kind == HOLDS_DIGEST)
        return true;
    if (holding->kind == HOLDS_STOPPED)
        draft_stopped(draft, holding, detail);
    else
        draft_end(draft, reasons[holding->kind], detail);
    return false;
}

/*
 * Lists the previous environments that have a digest, in the order of the declaration. Returns
 * false and ends the draft if there is none, if an answer is outstanding, or, with `join: all`, if
 * the digest of one previous environment is missing, unknown, held or denied.
 */
static bool gather(struct planner *planner, struct tag_node *node, hop_sources *out)
{
    static const struct holding nothing = {.kind = HOLDS_NOTHING};
    const struct hop *hop = node->hop;
    struct draft *draft = &node->draft;
    bool any = hop->entry->join == HOP_JOIN_ANY;
    const struct holding *unclear =
        NULL; /* the first source whose digest is unknown, held or denied */
    const char *unclear_at = NULL;
    for (size_t i = 0; i < hop->from_count; i++) {
        const char *from = hop->from[i];
        struct tag_node *source = planner_node(planner, from, hop->stream, hop->tag);
        const struct holding *holding =
            source != NULL ? planner_holding(planner, source) : &nothing;
        if (holding->kind == HOLDS_DIGEST)
            draft_say(draft, "%s has %s", from, holding->digest);
        if (any && holding->kind != HOLDS_DIGEST && holding->kind != HOLDS_ASKING) {
            bool stays = holding->kind == HOLDS_UNKNOWN || holding->kind == HOLDS_STOPPED;
            if (stays && unclear == NULL) {
                unclear = holding;
                unclear_at = from;
            }
            continue;
        }
        if (!source_ready(planner, draft, from, holding))
            return false;
        *list_add(planner->arena, out) = (struct hop_source){from, source, holding};
    }
    if (out->count == 0 && unclear != NULL)
        return source_ready(planner, draft, unclear_at, unclear);
    if (out->count == 0)
        draft_end(draft, REASON_SOURCE_EMPTY, from_text(planner, hop));
    return out->count > 0;
}

/* True if every source has the target's digest, so that no newer image exists. */
static bool in_step(const struct tag_node *node, const hop_sources *sources)
{
    list_each (source, sources)
        if (!text_equal(source->holding->digest, node->holding.digest))
            return false;
    return true;
}

static void end_in_step(struct tag_node *node, const hop_sources *sources)
{
    node->holding.form = sources->items[0].holding->form;
    node->draft.row.wanted_digest = node->holding.digest;
    draft_end(&node->draft, REASON_IN_STEP, NULL);
}

/* Returns true if this run can make the hop. Else ends the draft: a person must make it, or this
 * version does not support it. */
static bool supported(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    const struct path_entry *entry = node->hop->entry;
    if (entry->by == HOP_BY_MANUAL && !node->intended) {
        draft_end(
            draft, REASON_MANUAL,
            arena_print(planner->arena, "by: manual: %s", gate_manual_hint(planner, node->hop)));
        return false;
    }
    if (entry->by == HOP_BY_PULL_REQUEST) {
        draft_end(draft, REASON_NOT_SUPPORTED_YET,
                  arena_print(planner->arena, "by: %s", hop_by_word(entry->by)));
        return false;
    }
    if (entry->copy_to != NULL) {
        draft_end(draft, REASON_NOT_SUPPORTED_YET,
                  arena_print(planner->arena, "copyTo: %s", entry->copy_to));
        return false;
    }
    return true;
}

static void write_hop(struct planner *planner, struct tag_node *node,
                      const struct candidate *candidate, const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    const struct holding *taken = &candidate->holding;
    struct new_source source = tag_entry_source(planner, taken);
    enum import_mode kept = node->entry != NULL ? node->entry->import_mode : IMPORT_MODE_DEFAULT;
    /* A new entry keeps the whole index if the image may be one. Otherwise the entry gets the
     * import mode of the source, unless that is Legacy. */
    struct entry_options options = {.import_mode = taken->import_mode};
    if (node->entry == NULL && taken->form != IMAGE_FORM_SINGLE)
        options.import_mode = IMPORT_MODE_PRESERVE_ORIGINAL;
    if (options.import_mode == IMPORT_MODE_LEGACY)
        options.import_mode = IMPORT_MODE_DEFAULT;
    tag_entry_write(node, source, &options);
    draft->row.wanted = source.name;
    draft->row.wanted_digest = taken->digest;
    enum reason reason = node->intended ? REASON_ASKED_FOR : REASON_PROMOTED;
    enum action action = node->intended ? ACTION_SET : ACTION_PROMOTE;
    if (!restrictions_pass(planner, draft, reason, action, policy, taken->digest) ||
        !passage_cited(planner, node, candidate))
        return;
    tag_entry_taken(node, *taken,
                    options.import_mode != IMPORT_MODE_DEFAULT ? options.import_mode : kept);
}

/* Returns true if the target's cluster can pull the image; else ends the draft: the image is in
 * another cluster's integrated registry. */
static bool reachable(struct planner *planner, struct tag_node *node, const struct holding *taken)
{
    if (!taken->integrated || declared_same_cluster(planner->declared, taken->home, node->hop->to))
        return true;
    draft_end(&node->draft, REASON_OTHER_CLUSTER, taken->home);
    node->draft.row.hint = "copy the image to a registry that both clusters can reach";
    return false;
}

/* Ends the draft because the image that the person named can't be promoted. */
static void refuse_asked(struct planner *planner, struct tag_node *node,
                         const struct digest_search *search)
{
    const char *from = from_text(planner, node->hop);
    if (search->wanted == NULL)
        draft_refuse(&node->draft, "run `weir explain` to see why",
                     "no image of %s can be promoted", from);
    else if (search->count > 1)
        draft_refuse(&node->draft, "write more digits of the digest",
                     "several images of %s begin with %s: %s", from, search->wanted,
                     digest_search_text(planner->arena, search));
    else
        draft_refuse(&node->draft, "run `weir history` to list the images",
                     "no image that can be promoted from %s matches %s", from, search->wanted);
}

/* Lists the one candidate that the person named, or the newest if the person named none. Returns
 * false and ends the draft if there is no such candidate. */
static bool keep_asked(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                       candidate_list *candidates)
{
    struct digest_search search = {.wanted = planner->intent->digest};
    if (search.wanted != NULL)
        candidates_search(planner, sources, &search);
    const char *wanted = digest_search_only(&search);
    candidates_find(planner, node, sources, NULL, candidates);
    size_t at = 0;
    while (at < candidates->count && search.wanted != NULL &&
           !text_equal(candidates->items[at].digest, wanted))
        at++;
    if (at >= candidates->count) {
        refuse_asked(planner, node, &search);
        return false;
    }
    candidates->items[0] = candidates->items[at];
    candidates->count = 1;
    return true;
}

/* Takes the image that a person asked for. Ends the draft if the tag already has it, or if a rule
 * that requests must obey stops it. */
static void take_asked(struct planner *planner, struct tag_node *node, const hop_sources *sources)
{
    struct draft *draft = &node->draft;
    candidate_list candidates;
    if (!keep_asked(planner, node, sources, &candidates))
        return;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    const struct candidate *taken = &candidates.items[0];
    draft->row.wanted_digest = taken->digest;
    if (text_equal(taken->digest, node->holding.digest)) {
        draft_end(draft, REASON_AS_ASKED, NULL);
        return;
    }
    if (supported(planner, node) && passage_holds(planner, node, sources, &policy, taken) &&
        reachable(planner, node, &taken->holding))
        write_hop(planner, node, taken, &policy);
}

/* Ends the draft because no newer image can be taken: the sources deny or rolled back from all of
 * their newer images or, with `join: all`, have no newer image in common. */
static void end_without_candidate(struct planner *planner, struct tag_node *node,
                                  const hop_sources *sources)
{
    node->draft.row.wanted_digest = NULL;
    const char *from = from_text(planner, node->hop);
    if (sources->count > 1)
        draft_end(&node->draft, REASON_JOIN_WAITS, from);
    else
        draft_end(
            &node->draft, REASON_DENIED,
            arena_print(planner->arena, "%s denies or rolled back from every newer image", from));
}

/* Takes the newest candidate that the rules and gates let pass. */
static void take_newest(struct planner *planner, struct tag_node *node, const hop_sources *sources)
{
    struct draft *draft = &node->draft;
    candidate_list candidates;
    candidates_find(planner, node, sources, node->holding.digest, &candidates);
    bool none_newer =
        candidates.count > 0 && text_equal(candidates.items[0].digest, node->holding.digest);
    if (none_newer && node->hop->entry->join == HOP_JOIN_ANY) {
        end_in_step(node, sources);
        return;
    }
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    draft->row.wanted_digest = sources->items[0].holding->digest;
    if (memory_stops(planner, node) || !supported(planner, node))
        return;
    if (candidates.count == 0 || none_newer) {
        end_without_candidate(planner, node, sources);
        return;
    }
    /* A held tag does not move, so its gates need no answers. */
    if (hold_active(&policy.hold, planner->observed->now)) {
        restriction_held(planner, draft, &policy);
        return;
    }
    const struct candidate *taken = passage_choose(planner, node, sources, &candidates, &policy);
    if (taken != NULL && reachable(planner, node, &taken->holding) &&
        first_record_over(planner, node, draft))
        write_hop(planner, node, taken, &policy);
}

static void take(struct planner *planner, struct tag_node *node)
{
    hop_sources sources = {0};
    hop_arrival_accept(planner, node);
    if (!gather(planner, node, &sources)) {
        if (row_state(&node->draft.row) != ROW_UNKNOWN) /* the source gives no image */
            hop_arrival_refuse(planner, node);
        return;
    }
    if (!hop_arrival_judge(planner, node, &sources))
        return;
    if (node->intended)
        take_asked(planner, node, &sources);
    else if (in_step(node, &sources)) /* the usual case needs no list of candidates */
        end_in_step(node, &sources);
    else
        take_newest(planner, node, &sources);
}

bool hop_judge_arrival(struct planner *planner, struct tag_node *node)
{
    const struct draft before = node->draft;
    hop_sources sources = {0};
    if (node->hop == NULL || node->hop->problem != NULL || node->stream == NULL ||
        !hop_arrival_open(node))
        return true;
    hop_arrival_accept(planner, node);
    bool known = gather(planner, node, &sources) && hop_arrival_judge(planner, node, &sources);
    if (!known && node->draft.row.reason == REASON_ASKING)
        return false;
    node->draft = before;
    return true;
}

/* Decides the hop without regard to its set; hop_decide() then checks the set's other streams. */
static void try_hop(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    const struct hop *hop = node->hop;
    if (node->hop_tried)
        return;
    node->hop_tried = true;
    node->holding = holding_current(planner, node);
    draft->row.current_digest = node->holding.digest;
    draft_say(draft, "step of promotion %s from %s", hop->promotion->name, from_text(planner, hop));
    if (hop->problem != NULL || node->stream == NULL) {
        draft_problem(draft, hop->problem);
        return;
    }
    if (node->stream->problem != NULL || (node->entry != NULL && node->entry->broken)) {
        draft_problem(draft,
                      node->stream->problem != NULL ? node->stream->problem : node->entry->problem);
        return;
    }
    if (node->stream->shared) {
        draft_end(draft, REASON_SHARED_BASE, NULL);
        return;
    }
    if (node->entry != NULL && node->entry->reference_only) {
        draft_end(draft, REASON_REFERENCE, NULL);
        return;
    }
    memory_judge(planner, node, node->holding.digest);
    if (node->intended || !found_pin_write(planner, node))
        take(planner, node);
}

/* True if this member of a set neither moves nor is up to date. A first pin does not move it. */
static bool blocks(struct planner *planner, struct tag_node *member)
{
    bool was_deciding = member->deciding;
    member->deciding = true;
    try_hop(planner, member);
    member->deciding = was_deciding;
    enum row_state state = row_state(&member->draft.row);
    return (state != ROW_WRITES && state != ROW_STEADY) || member->draft.row.found;
}

/* Returns the first hop of the node's set that can't move, or NULL. The caller must know that the
 * node's own hop can move. The set is searched once; all of its members get the result. */
static const struct hop *set_blocker(struct planner *planner, struct tag_node *node)
{
    arena_scope struct arena scratch = {0};
    LIST_OF(struct tag_node *) members = {0};
    const struct hop *blocker = NULL;
    if (node->set_known)
        return node->set_blocker;
    /* The hops of a promotion are adjacent. */
    const struct hop *first = planner->declared->hops.items, *hop = node->hop;
    const struct hop *end = first + planner->declared->hops.count;
    while (hop > first && hop[-1].promotion == node->hop->promotion)
        hop--;
    for (; hop < end && hop->promotion == node->hop->promotion; hop++) {
        struct tag_node *member = planner_member(planner, node, hop);
        if (member == NULL)
            continue;
        *list_add(&scratch, &members) = member;
        if (blocker == NULL && member != node && blocks(planner, member))
            blocker = hop;
    }
    list_each (member, &members) {
        (*member)->set_known = true;
        (*member)->set_blocker = blocker;
    }
    return blocker;
}

void hop_decide(struct planner *planner, struct tag_node *node)
{
    try_hop(planner, node);
    if (!node->hop->promotion->together || row_state(&node->draft.row) != ROW_WRITES ||
        node->draft.row.found)
        return;
    const struct hop *blocker = set_blocker(planner, node);
    if (blocker == NULL)
        return;
    draft_say(&node->draft, "moves together with %s, which can't move", blocker->stream);
    draft_end(&node->draft, REASON_SET_INCOMPLETE, blocker->stream);
    node->holding = holding_current(planner, node);
}
