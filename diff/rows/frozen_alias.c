// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/frozen_alias.h"

#include "diff/planner/annotation.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/alias.h"
#include "diff/rows/alias_memory.h"

bool frozen_alias_is(const struct tag_node *node, const struct tag_policy *policy)
{
    return policy->alias != NULL && node->entry != NULL && node->hop == NULL &&
           node->producer == NULL && stream_tag_pin(node->entry) != NULL;
}

struct tag_node *frozen_alias_source(struct planner *planner, struct tag_node *node,
                                     const struct tag_policy *policy, enum reason *otherwise)
{
    bool own = policy->alias_stream == NULL || text_equal(policy->alias_stream, node->name);
    struct tag_node *source =
        own ? planner_node(planner, node->environment, node->name, policy->alias) : NULL;
    *otherwise = REASON_ALIAS_MISSING;
    struct tag_node *end = source != NULL ? alias_end(planner, source, otherwise) : NULL;
    if (end == node)
        *otherwise = REASON_ALIAS_CYCLE;
    return end != node && end != NULL ? source : NULL;
}

void frozen_alias_restore(struct tag_node *node, const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    const char *name = policy->alias_scalar.text;
    draft_replace(draft, &entry->from_kind_scalar, "ImageStreamTag");
    draft_replace(draft, &entry->from_name, name);
    /* The namespace of an ImageStreamImage was written when the alias was frozen. */
    if (entry->from_kind == FROM_STREAM_IMAGE && entry->from_namespace_scalar.text != NULL)
        draft_remove(draft, &entry->from_namespace_scalar);
    annotation_write(node, "alias", NULL);
    draft->row.wanted = name;
    draft->row.follows = policy->alias;
}

/* Returns true if nothing stops the image of the followed tag; else ends the draft. */
static bool may_resume(struct planner *planner, struct tag_node *node,
                       const struct tag_policy *policy, struct tag_node *source,
                       const struct holding *image)
{
    struct draft *draft = &node->draft;
    if (memory_stops(planner, node) || restriction_held(planner, draft, policy) ||
        !draft_sourced(draft, image, source->draft.row.object) ||
        restriction_denied(planner, draft, policy, image->digest))
        return false;
    draft->row.wanted_digest = image->digest;
    return alias_settled(planner, draft, policy, source, image->digest);
}

void frozen_alias_decide(struct planner *planner, struct tag_node *node,
                         const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    enum reason otherwise = REASON_ALIAS_MISSING;
    struct tag_node *source = frozen_alias_source(planner, node, policy, &otherwise);
    if (source == NULL) {
        draft_end(draft, otherwise, policy->alias_scalar.text);
        return;
    }
    draft_say(draft, "frozen alias of %s:%s", node->name, source->tag);
    struct holding image = *planner_holding(planner, source);
    if (image.kind == HOLDS_DIGEST)
        draft->row.wanted_digest = image.digest;
    if (!may_resume(planner, node, policy, source, &image))
        return;
    frozen_alias_restore(node, policy);
    if (!restrictions_pass(planner, draft, REASON_ALIAS_RESUMES, ACTION_PIN, NULL, NULL)) {
        draft->row.follows = NULL;
        return;
    }
    node->holding = image;
    node->holding.import_mode = node->entry->import_mode;
}
