// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/alias_tag.h"

#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/alias_memory.h"
#include "manifests/kinds/policy.h"

struct holding alias_tag_source(struct planner *planner, const struct tag_node *node)
{
    arena_scope struct arena scratch = {0};
    LIST_OF(struct tag_node *) chain = {0};
    for (struct tag_node *at = node->alias_end.next; at != NULL && !at->decided && !at->deciding;
         at = at->alias_end.next)
        *list_add(&scratch, &chain) = at;
    for (size_t i = chain.count; i-- > 0;)
        planner_decide(planner, chain.items[i]);
    struct holding holding = *planner_holding(planner, node->alias_end.next);
    holding.import_mode = node->entry->import_mode;
    return holding;
}

/* Makes the holding HOLDS_STOPPED, because it is unknown which image the alias gave before. */
static void stop(struct tag_node *node)
{
    static const struct holding nothing = {.kind = HOLDS_NOTHING};
    struct row *row = &node->draft.row;
    node->before = &nothing;
    row->current_digest = NULL;
    node->holding.kind = HOLDS_STOPPED;
    node->holding.stopped = row->reason;
    node->holding.why = row->detail;
    node->holding.next = row->next;
    node->holding.digest = NULL;
}

/* Keeps the image of the alias's last record. `like` is the image that is stopped. */
static void keep(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                 const struct holding *like)
{
    struct draft *draft = &node->draft;
    struct holding kept;
    bool known = memory_kept(planner) || draft->row.reason != REASON_HELD;
    if (memory_trouble(planner, node) != NULL) {
        draft_end(draft, REASON_JOURNAL_UNKNOWN, memory_trouble(planner, node));
        node->holding.kind = HOLDS_UNKNOWN;
        node->holding.why = draft->row.detail;
    } else if (known && alias_kept(planner, node, policy, like, &kept)) {
        draft_say(draft, "keeps %s", kept.digest);
        struct holding *before = arena_new(planner->arena, struct holding);
        *before = kept;
        before->import_mode = node->entry->import_mode;
        node->before = before;
        node->holding = *before;
        draft->row.current_digest = kept.digest;
    } else {
        stop(node);
    }
}

/* True if the alias has another image to keep than this one, or none that is known. */
static bool differs(struct planner *planner, const struct tag_node *node,
                    const struct tag_policy *policy, const struct holding *image)
{
    struct holding kept;
    if (memory_trouble(planner, node) != NULL || !memory_kept(planner))
        return true;
    return !alias_kept(planner, node, policy, image, &kept)
               ? policy_denies(policy, image->digest)
               : !text_equal(kept.digest, image->digest);
}

/* Returns true if the alias's own settings stop the image of the tag that it follows; it then ends
 * the draft. The first image of an alias is stopped only if it is denied. */
static bool stopped(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                    const struct holding *image)
{
    struct draft *draft = &node->draft;
    bool held = hold_active(&policy->hold, planner->observed->now);
    if (image->kind == HOLDS_ASKING || (image->kind != HOLDS_DIGEST && !held) ||
        !differs(planner, node, policy, image))
        return false;
    if (restriction_held(planner, draft, policy))
        return true;
    if (restriction_denied(planner, draft, policy, image->digest))
        return true;
    return memory_kept(planner) &&
           !alias_settled(planner, draft, policy, node->alias_end.next, image->digest);
}

void alias_tag_decide(struct planner *planner, struct tag_node *node,
                      const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    const struct tag_node *end = node->alias_end.node;
    node->holding = alias_tag_source(planner, node);
    alias_recall(planner, node); /* after the followed tag, whose settings may stop its image */
    draft_say(draft, "alias of %s:%s", end->name, end->tag);
    draft->row.wanted_digest = node->holding.digest;
    if (stopped(planner, node, policy, &node->holding)) {
        const struct holding image = node->holding;
        keep(planner, node, policy, &image);
    } else {
        draft_end(draft, REASON_ALIAS, end->draft.row.object);
    }
    const struct holding *given = &node->holding;
    draft->row.gives = given->kind == HOLDS_DIGEST ? given->digest : NULL;
    draft->row.empty = given->kind == HOLDS_NOTHING || given->kind == HOLDS_REFERENCE;
}
