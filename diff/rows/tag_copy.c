// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/tag_copy.h"

#include "diff/planner/exported.h"
#include "diff/planner/restrictions.h"

/* Returns the tag that a copy takes its image from, or ends the draft and returns NULL. */
static struct tag_node *copied_tag(struct planner *planner, struct draft *draft,
                                   struct tag_name from, const char *source)
{
    if (declared_external(planner->declared, from.environment)) {
        draft_end(draft, REASON_EXTERNAL, source);
        return NULL;
    }
    struct tag_node *node = planner_node(planner, from.environment, from.stream, from.tag);
    if (node != NULL)
        return node;
    if (declared_stream(planner->declared, from.environment, from.stream) != NULL)
        draft_end(draft, REASON_SOURCE_EMPTY, source);
    else
        draft_end(draft, REASON_PROBLEM,
                  arena_print(planner->arena, "stream %s/%s is not declared", from.environment,
                              from.stream));
    return NULL;
}

/* Writes the digest of a copy. from: the copied tag. */
void tag_copy_write(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                    struct tag_name from, const struct holding *taken)
{
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    const char *name = arena_print(planner->arena, "%s@%s", from.stream, taken->digest);
    draft->row.wanted = name;
    draft->row.same_image = true; /* the first digest of a copy */
    draft->row.wanted_digest = taken->digest;
    draft_replace(draft, &entry->from_kind_scalar, "ImageStreamImage");
    draft_replace(draft, &entry->from_name, name);
    if (!restrictions_pass(planner, draft, REASON_COPIED, ACTION_COPY, policy, taken->digest))
        return;
    node->holding = *taken;
    node->holding.import_mode = entry->import_mode;
}

/* Copies the image of another stream's tag once, by writing its digest as `oc tag` does. If the
 * cluster has copied it already, writes the image that it copied. */
void tag_copy_decide(struct planner *planner, struct tag_node *node,
                     const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    const struct stream_tag *entry = node->entry;
    struct tag_name from = declared_source(planner->declared, node->environment, node->name, entry);
    const char *source =
        arena_print(planner->arena, "%s/%s:%s", from.environment, from.stream, from.tag);
    draft_say(draft, "copied once from %s", source);
    const struct stream_status *status = exported_find(node);
    if (status != NULL) {
        draft_say(draft, "the cluster has copied %s", status->digest);
        struct holding taken = holding_of_export(planner, node, status);
        draft->row.found = true;
        if (exported_first(planner, node))
            tag_copy_write(planner, node, policy, from, &taken);
        return;
    }
    struct tag_node *copied = copied_tag(planner, draft, from, source);
    if (copied == NULL)
        return;
    struct holding holding = *planner_holding(planner, copied);
    if (!draft_sourced(draft, &holding, source))
        return;
    tag_copy_write(planner, node, policy, from, &holding);
}
