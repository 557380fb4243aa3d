// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/hop.h"

#include "diff/gates/gate_manual.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/tag_entry.h"
#include "diff/rows/passage.h"
#include "manifests/values/digest.h"

static const char *from_text(struct planner *planner, const struct hop *hop)
{
    const char *text = hop->from_count > 0 ? hop->from[0] : "";
    for (size_t i = 1; i < hop->from_count; i++)
        text = arena_print(planner->arena, "%s%s%s", text,
                           hop->entry->join == HOP_JOIN_ANY ? " or " : " and ", hop->from[i]);
    return text;
}

/* Ends the draft when a source has nothing that could be taken; true when it has a digest. */
static bool source_ready(struct planner *planner, struct draft *draft, const char *environment,
                         const struct holding *holding)
{
    static const enum reason reasons[] = {
        [HOLDS_NOTHING] = REASON_SOURCE_EMPTY,   [HOLDS_DIGEST] = REASON_PROMOTED,
        [HOLDS_REFERENCE] = REASON_SOURCE_EMPTY, [HOLDS_UNKNOWN] = REASON_SOURCE_UNKNOWN,
        [HOLDS_ASKING] = REASON_ASKING,
    };
    if (holding->kind == HOLDS_DIGEST)
        return true;
    if (holding->kind == HOLDS_STOPPED) {
        draft_stopped(draft, holding,
                      arena_print(planner->arena, "%s: %s", environment, holding->why));
        return false;
    }
    draft_end(draft, reasons[holding->kind],
              holding->why != NULL
                  ? arena_print(planner->arena, "%s: %s", environment, holding->why)
                  : environment);
    return false;
}

/*
 * The environments before that have a digest. Join all: every one must. Join any: those that do, in
 * the order of the declaration. False: the draft has ended and says why.
 */
static bool gather(struct planner *planner, struct tag_node *node, hop_sources *out)
{
    static const struct holding nothing = {.kind = HOLDS_NOTHING};
    const struct hop *hop = node->hop;
    struct draft *draft = &node->draft;
    bool any = hop->entry->join == HOP_JOIN_ANY;
    const struct holding *unknown = NULL;
    const char *silent = NULL;
    for (size_t i = 0; i < hop->from_count; i++) {
        struct tag_node *source = planner_node(planner, hop->from[i], hop->stream, hop->tag);
        const struct holding *holding =
            source != NULL ? planner_holding(planner, source) : &nothing;
        if (holding->kind == HOLDS_DIGEST)
            draft_say(draft, "%s has %s", hop->from[i], holding->digest);
        bool unclear = holding->kind == HOLDS_UNKNOWN || holding->kind == HOLDS_STOPPED;
        if (any && unclear && unknown == NULL) {
            unknown = holding;
            silent = hop->from[i];
        }
        if (any && holding->kind != HOLDS_DIGEST && holding->kind != HOLDS_ASKING)
            continue;
        if (!source_ready(planner, draft, hop->from[i], holding))
            return false;
        *list_add(planner->arena, out) = (struct hop_source){hop->from[i], source, holding};
    }
    if (out->count == 0 && unknown != NULL)
        return source_ready(planner, draft, silent, unknown);
    if (out->count == 0)
        draft_end(draft, REASON_SOURCE_EMPTY, from_text(planner, hop));
    return out->count > 0;
}

/* Whether nothing can be newer: every source has what the target has. */
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

/* What this version can't carry out blocks the hop. */
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
    /* A new entry of what may be an index must keep all of it; an existing one follows its source.
     */
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

/* Another cluster can't pull what lives in this one's registry. */
static bool reachable(struct planner *planner, struct tag_node *node, const struct holding *taken)
{
    if (!taken->integrated || declared_same_cluster(planner->declared, taken->home, node->hop->to))
        return true;
    draft_end(&node->draft, REASON_OTHER_CLUSTER, taken->home);
    node->draft.row.hint = "copy the image to a registry that both clusters can reach";
    return false;
}

/* Of all that the sources have or had, what a person named; else what they have now. */
static bool keep_asked(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                       candidate_list *candidates)
{
    const char *wanted = planner->intent->digest;
    candidates_find(planner, node, sources, NULL, candidates);
    size_t at = 0;
    while (wanted != NULL && at < candidates->count &&
           !digest_matches(candidates->items[at].digest, wanted))
        at++;
    if (at >= candidates->count) {
        draft_refuse(&node->draft, "run `weir history` to list its images",
                     "%s never had this image, or it can't be taken from there",
                     from_text(planner, node->hop));
        return false;
    }
    candidates->items[0] = candidates->items[at];
    candidates->count = 1;
    return true;
}

/* What a person asked for, through the gates that their word does not pass. */
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

static void take_newest(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    hop_sources sources = {0};
    candidate_list candidates;
    if (!gather(planner, node, &sources))
        return;
    if (node->intended) {
        take_asked(planner, node, &sources);
        return;
    }
    if (in_step(node, &sources)) { /* the usual case needs no look back */
        end_in_step(node, &sources);
        return;
    }
    candidates_find(planner, node, &sources, node->holding.digest, &candidates);
    bool none_newer =
        candidates.count > 0 && text_equal(candidates.items[0].digest, node->holding.digest);
    if (none_newer && node->hop->entry->join == HOP_JOIN_ANY) {
        end_in_step(node, &sources);
        return;
    }
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    draft->row.wanted_digest = sources.items[0].holding->digest;
    if (memory_stops(planner, node) || !supported(planner, node))
        return;
    if (candidates.count == 0 || none_newer) {
        draft->row.wanted_digest = NULL;
        draft_end(draft, sources.count > 1 ? REASON_JOIN_WAITS : REASON_DENIED,
                  from_text(planner, node->hop));
        return;
    }
    if (hold_active(&policy.hold, planner->observed->now)) { /* no gate is asked */
        restriction_held(planner, draft, &policy);
        return;
    }
    const struct candidate *taken = passage_choose(planner, node, &sources, &candidates, &policy);
    if (taken != NULL && reachable(planner, node, &taken->holding))
        write_hop(planner, node, taken, &policy);
}

/* Everything but what the rest of the set says. */
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
    take_newest(planner, node);
}

/* Whether another member of the set can't move. */
static bool blocks(struct planner *planner, struct tag_node *member)
{
    bool was_deciding = member->deciding;
    member->deciding = true;
    try_hop(planner, member);
    member->deciding = was_deciding;
    enum row_state state = row_state(&member->draft.row);
    return state != ROW_WRITES && state != ROW_STEADY;
}

/* The first stream of the node's set that can't move, or NULL; found once for all its members. */
static const struct hop *set_blocker(struct planner *planner, struct tag_node *node)
{
    arena_scope struct arena scratch = {0};
    LIST_OF(struct tag_node *) members = {0};
    const struct hop *blocker = NULL;
    if (node->set_known)
        return node->set_blocker;
    list_each (hop, &planner->declared->hops) {
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
    if (!node->hop->promotion->together || row_state(&node->draft.row) != ROW_WRITES)
        return;
    const struct hop *blocker = set_blocker(planner, node);
    if (blocker == NULL)
        return;
    draft_say(&node->draft, "moves together with %s, which can't move", blocker->stream);
    draft_end(&node->draft, REASON_SET_INCOMPLETE, blocker->stream);
    node->holding = holding_current(planner, node);
}
