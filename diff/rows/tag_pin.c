// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/tag_pin.h"

#include "diff/planner/annotation.h"
#include "diff/planner/exported.h"
#include "diff/planner/first_record.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/planner/settle.h"
#include "diff/rows/platforms.h"

bool tag_pin_followed(const struct tag_node *node, const struct tag_policy *policy)
{
    return node->entry->scheduled || policy->follow != NULL;
}

/* Returns true if the existing pin may be replaced: nobody set it by hand, and the settle time of
 * the new digest is over. Else ends the draft. */
static bool may_replace(struct planner *planner, struct tag_node *node,
                        const struct tag_policy *policy, const struct answer *live)
{
    const struct standing *standing = &node->standing;
    bool seen = standing->live != NULL && text_equal(standing->live->digest, live->digest);
    if (memory_stops(planner, node) || !first_record_over(planner, node, &node->draft))
        return false;
    if (memory_kept(planner))
        draft_allow(&node->draft, seen && !standing->live_unknown ? standing->live_since
                                                                  : planner->observed->now);
    return settle_over(planner, node, live->digest,
                       settle_time(planner, policy, tag_pin_followed(node, policy)));
}

/* Returns true if the image has the declared platforms; else ends the draft. If an answer is
 * outstanding, the holding is HOLDS_ASKING. */
static bool has_platforms(struct planner *planner, struct tag_node *node,
                          const struct tag_policy *policy, const struct reference *reference,
                          const struct answer *live)
{
    const char *key = reference_digest_key(planner->arena, reference, live->digest);
    if (platforms_held(planner, &node->draft, policy->platforms, key, live->form))
        return true;
    if (node->draft.row.reason == REASON_ASKING)
        node->holding.kind = HOLDS_ASKING;
    return false;
}

/* Pins the digest. `reference` has the tag that the rule chose, or the entry's own tag. Returns
 * true if the row writes. */
bool tag_pin_write(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   const struct reference *reference, const struct answer *live, enum reason reason)
{
    struct draft *draft = &node->draft;
    const char *text = reference_pinned(planner->arena, reference, live->digest);
    draft->row.wanted = text;
    draft->row.same_image = reason == REASON_FIRST_PIN;
    draft->row.wanted_digest = live->digest;
    if (reason == REASON_MOVED && policy->follow == NULL && memory_source_changed(planner, node))
        reason = REASON_SOURCE_CHANGED;
    if (reason != REASON_FIRST_PIN && !may_replace(planner, node, policy, live))
        return false;
    if (!has_platforms(planner, node, policy, reference, live))
        return false;
    draft_replace(draft, &node->entry->from_name, text);
    annotation_write(node, "released", NULL);
    if (!restrictions_pass(planner, draft, reason, ACTION_PIN, policy, live->digest))
        return false;
    node->holding.kind = HOLDS_DIGEST;
    node->holding.digest = live->digest;
    node->holding.image.tag = reference->tag;
    node->holding.form = live->form;
    return true;
}

/* Returns true if the registry gave a digest; else ends the draft. */
bool tag_pin_answered(struct tag_node *node, const struct answer *live, const char *key)
{
    struct draft *draft = &node->draft;
    if (live == NULL) {
        node->holding.kind = HOLDS_ASKING;
        draft_end(draft, REASON_ASKING, key);
        return false;
    }
    if (live->state == ANSWER_FOUND)
        return true;
    bool none = live->state == ANSWER_NONE;
    draft_unanswered(draft, live);
    draft_say(draft, none ? "the registry has no %s" : "the digest of %s is unknown", key);
    if (node->holding.kind == HOLDS_NOTHING && !none) {
        node->holding.kind = HOLDS_UNKNOWN;
        node->holding.why = live->why;
    }
    return false;
}

/* Pins the image that the cluster has. */
void tag_pin_exported(struct planner *planner, struct tag_node *node,
                      const struct tag_policy *policy, const struct stream_status *status)
{
    draft_say(&node->draft, "the export says that the tag has %s", status->digest);
    node->draft.row.found = true;
    struct answer had = {.state = ANSWER_FOUND, .digest = status->digest};
    if (exported_first(planner, node) && exported_from_source(planner, node, status))
        tag_pin_write(planner, node, policy, &node->entry->reference, &had, REASON_FIRST_PIN);
}
