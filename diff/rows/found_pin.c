// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/found_pin.h"

#include "diff/planner/exported.h"
#include "diff/planner/first_record.h"
#include "diff/rows/tag_copy.h"
#include "diff/rows/tag_pin.h"

/* Writes the digest of the image that the tag of a DockerImage has. Returns false if the registry
 * has no such tag. */
static bool pin_found_image(struct planner *planner, struct tag_node *node,
                            const struct tag_policy *policy)
{
    const struct stream_status *status = exported_find(node);
    const struct reference *reference = &node->entry->reference;
    if (status != NULL) {
        tag_pin_exported(planner, node, policy, status);
        return true;
    }
    const char *key = reference_tag_key(planner->arena, reference);
    const struct answer *live = planner_ask(planner, QUESTION_TAG_DIGEST, key);
    if (live != NULL && live->state == ANSWER_NONE)
        return false;
    if (tag_pin_answered(node, live, key))
        tag_pin_write(planner, node, policy, reference, live, REASON_FIRST_PIN);
    return true;
}

/* Writes the digest of the image that a copy has. Returns false if its source has no image. */
static bool pin_found_copy(struct planner *planner, struct tag_node *node,
                           const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    struct tag_name from =
        declared_source(planner->declared, node->environment, node->name, node->entry);
    const char *source =
        arena_print(planner->arena, "%s/%s:%s", from.environment, from.stream, from.tag);
    struct tag_node *copied = planner_node(planner, from.environment, from.stream, from.tag);
    if (exported_find(node) != NULL) {
        tag_copy_decide(planner, node, policy);
        return true;
    }
    bool known = declared_stream(planner->declared, from.environment, from.stream) != NULL;
    if (copied == NULL && known)
        return false; /* the stream has no such tag */
    if (copied == NULL) {
        draft_end(draft, REASON_SOURCE_UNKNOWN, source);
        draft->row.hint = "write the digest of the image that the tag has, or use `weir promote`";
        return true;
    }
    const struct holding *holding = planner_holding(planner, copied);
    if (holding->kind == HOLDS_NOTHING || holding->kind == HOLDS_REFERENCE)
        return false;
    if (draft_sourced(draft, holding, source))
        tag_copy_write(planner, node, policy, from, holding);
    return true;
}

bool found_pin_write(struct planner *planner, struct tag_node *node)
{
    const struct stream_tag *entry = node->entry;
    if (entry == NULL || node->holding.kind != HOLDS_NOTHING)
        return false;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    node->draft.row.found = true;
    bool there = entry->from_kind == FROM_DOCKER_IMAGE ? pin_found_image(planner, node, &policy)
                 : entry->from_kind == FROM_STREAM_TAG ? pin_found_copy(planner, node, &policy)
                                                       : false;
    node->draft.row.found = there && row_state(&node->draft.row) == ROW_WRITES;
    if (node->draft.row.found)
        node->draft.row.next = first_record_next(planner);
    return there;
}
