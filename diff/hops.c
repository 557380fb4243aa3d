// SPDX-License-Identifier: Apache-2.0
/* Hops: the tag of an environment takes, frozen, what the environments before it have. */
#include "diff/gates.h"
#include "diff/planner.h"

static const char *from_text(struct planner *planner, const struct hop *hop)
{
    const char *text = hop->from_count > 0 ? hop->from[0] : "";
    for (size_t i = 1; i < hop->from_count; i++)
        text = arena_print(planner->arena, "%s%s%s", text,
                           hop->entry->join == HOP_JOIN_ANY ? " or " : " and ", hop->from[i]);
    return text;
}

/* Ends the draft when a source has nothing that could be taken; true when it has a digest. */
static bool source_ready(struct planner *planner, struct draft *draft, const char *namespace,
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
                      arena_print(planner->arena, "%s: %s", namespace, holding->why));
        return false;
    }
    draft_end(draft, reasons[holding->kind],
              holding->why != NULL ? arena_print(planner->arena, "%s: %s", namespace, holding->why)
                                   : namespace);
    return false;
}

/*
 * What the hop takes. Join all: every environment before has it. Join any: the first of them that
 * has one, in the order of the declaration. False: the draft has ended and says why.
 */
static bool join(struct planner *planner, struct tag_node *node, struct holding *out)
{
    const struct hop *hop = node->hop;
    struct draft *draft = &node->draft;
    bool any = hop->entry->join == HOP_JOIN_ANY, found = false;
    const struct holding *unknown = NULL;
    const char *silent = NULL;
    for (size_t i = 0; i < hop->from_count; i++) {
        struct tag_node *source = planner_node(planner, hop->from[i], hop->stream, hop->tag);
        static const struct holding nothing = {.kind = HOLDS_NOTHING};
        const struct holding *holding =
            source != NULL ? planner_holding(planner, source) : &nothing;
        if (holding->kind == HOLDS_DIGEST)
            draft_say(planner, draft, "%s has %s", hop->from[i], holding->digest);
        bool unclear = holding->kind == HOLDS_UNKNOWN || holding->kind == HOLDS_STOPPED;
        if (any && unclear && unknown == NULL) {
            unknown = holding;
            silent = hop->from[i];
        }
        if (any && holding->kind != HOLDS_DIGEST && holding->kind != HOLDS_ASKING)
            continue;
        if (!source_ready(planner, draft, hop->from[i], holding))
            return false;
        if (found && !text_equal(out->digest, holding->digest)) {
            draft_end(draft, REASON_JOIN_WAITS, from_text(planner, hop));
            return false;
        }
        *out = *holding;
        if (holding->integrated) { /* an ImageStreamImage names the environment before */
            out->home = hop->from[i];
            out->stream = hop->stream;
        }
        found = true;
        if (any)
            break;
    }
    if (!found && unknown != NULL)
        return source_ready(planner, draft, silent, unknown);
    if (!found)
        draft_end(draft, REASON_SOURCE_EMPTY, from_text(planner, hop));
    return found;
}

/* What this version can't carry out blocks the hop. */
static bool supported(struct planner *planner, struct tag_node *node,
                      const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    const struct path_entry *entry = node->hop->entry;
    const char *missing = policy_not_supported(planner, policy, false);
    if (missing != NULL) {
        draft_end(draft, REASON_NOT_SUPPORTED_YET, missing);
        return false;
    }
    if (entry->by != HOP_BY_COMMIT) {
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

static const enum reason gate_reasons[] = {
    [GATE_WAITS] = REASON_GATE_WAITS, [GATE_REFUSED] = REASON_GATE_REFUSED,
    [GATE_PERSON] = REASON_MANUAL,    [GATE_UNKNOWN] = REASON_GATE_UNKNOWN,
    [GATE_ASKING] = REASON_ASKING,    [GATE_NOT_SUPPORTED] = REASON_NOT_SUPPORTED_YET,
};

static bool gates_hold(struct planner *planner, struct tag_node *node,
                       const struct candidate *candidate)
{
    const struct path_entry *entry = node->hop->entry;
    for (size_t i = 0; i < entry->gate_count; i++) {
        struct gate_result result = gate_evaluate(planner, &entry->gates[i], candidate);
        draft_say(planner, &node->draft, "%s", result.evidence);
        if (result.state == GATE_HOLDS)
            continue;
        draft_end(&node->draft, gate_reasons[result.state], result.evidence);
        node->draft.row.next = result.next;
        return false;
    }
    return true;
}

static void write_hop(struct planner *planner, struct tag_node *node, const struct holding *taken,
                      const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    struct new_source source = source_of_holding(planner, taken);
    enum import_mode kept = node->entry != NULL ? node->entry->import_mode : IMPORT_MODE_DEFAULT;
    /* A new entry of what may be an index must keep all of it; an existing one follows its source.
     */
    struct entry_options options = {.import_mode = taken->import_mode};
    if (node->entry == NULL && taken->form != IMAGE_FORM_SINGLE)
        options.import_mode = IMPORT_MODE_PRESERVE_ORIGINAL;
    if (options.import_mode == IMPORT_MODE_LEGACY)
        options.import_mode = IMPORT_MODE_DEFAULT;
    write_source(planner, node, source, &options);
    draft->row.wanted = source.name;
    draft->row.wanted_digest = taken->digest;
    if (!draft_write(planner, draft, REASON_PROMOTED, ACTION_PROMOTE, policy, taken->digest))
        return;
    node->holding = *taken;
    node->holding.home = node->namespace;
    node->holding.stream = node->name;
    node->holding.import_mode =
        options.import_mode != IMPORT_MODE_DEFAULT ? options.import_mode : kept;
}

/* Everything but what the rest of the set says. */
static void try_hop(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    const struct hop *hop = node->hop;
    if (node->hop_tried)
        return;
    node->hop_tried = true;
    node->holding = planner_current(planner, node);
    draft->row.current_digest = node->holding.digest;
    draft_say(planner, draft, "hop of promotion %s from %s", hop->promotion->name,
              from_text(planner, hop));
    if (hop->problem != NULL || node->stream == NULL) {
        draft_problem(planner, draft, hop->problem);
        return;
    }
    if (node->stream->problem != NULL || (node->entry != NULL && node->entry->broken)) {
        draft_problem(planner, draft,
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
    struct holding taken = {0};
    if (!join(planner, node, &taken))
        return;
    draft->row.wanted_digest = taken.digest;
    if (text_equal(taken.digest, node->holding.digest)) {
        node->holding.form = taken.form;
        draft_end(draft, REASON_IN_STEP, NULL);
        return;
    }
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    struct candidate candidate = {
        .hop = hop, .digest = taken.digest, .holding = &taken, .until = MOMENT_NEVER};
    if (!supported(planner, node, &policy) || !gates_hold(planner, node, &candidate))
        return;
    if (taken.integrated && !declared_same_cluster(planner->declared, taken.home, hop->to)) {
        draft_end(draft, REASON_OTHER_CLUSTER, taken.home);
        draft->row.hint = "copy the image to a registry that both clusters reach";
        return;
    }
    write_hop(planner, node, &taken, &policy);
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
        if (hop->promotion != node->hop->promotion || hop->entry != node->hop->entry)
            continue;
        struct tag_node *member = planner_node(planner, hop->to, hop->stream, hop->tag);
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
    draft_say(planner, &node->draft, "together with %s, which can't move", blocker->stream);
    draft_end(&node->draft, REASON_SET_INCOMPLETE, blocker->stream);
    node->holding = planner_current(planner, node);
}
