// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/release.h"

#include "diff/planner/annotation.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"

void release_decide(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    draft->row.wanted_digest = node->holding.digest;
    if (policy.hold.set) {
        annotation_write(node, "hold", NULL);
        restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, NULL, NULL);
    } else if (memory_trouble(planner, node) != NULL) {
        draft_end(draft, REASON_JOURNAL_UNKNOWN, memory_trouble(planner, node));
    } else if (node->pin == PIN_ASKING) {
        draft_end(draft, REASON_ASKING, draft->row.object);
    } else if (node->pin == PIN_BY_HAND && planner->observed->journal->advisory) {
        /* A later run on the branch's own repository reads the release from the file. */
        annotation_write(node, "released", node->holding.digest);
        restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, NULL, NULL);
    } else if (node->pin == PIN_BY_HAND) {
        draft_end(draft, REASON_RELEASED, NULL);
    } else {
        draft_end(draft, REASON_AS_ASKED, "the tag is not held");
    }
}
