// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/release.h"

#include "diff/planner/annotation.h"
#include "diff/planner/memory.h"
#include "diff/planner/restrictions.h"
#include "diff/rows/frozen_alias.h"

/* Makes a frozen alias follow its tag again. It keeps its image in this run. */
static void release_frozen(struct planner *planner, struct tag_node *node,
                           const struct tag_policy *policy)
{
    struct draft *draft = &node->draft;
    enum reason otherwise = REASON_ALIAS_MISSING;
    if (frozen_alias_source(planner, node, policy, &otherwise) == NULL) {
        draft_refuse(draft, "correct or delete weir.dev/alias at the tag's entry first",
                     otherwise == REASON_ALIAS_CYCLE ? "%s leads into a cycle of aliases"
                                                     : "the stream has no tag %s",
                     policy->alias_scalar.text);
        return;
    }
    frozen_alias_restore(node, policy);
    annotation_write(node, "hold", NULL);
    if (!restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, NULL, NULL))
        draft->row.follows = NULL;
}

/* True if a work tree has another image than the tag's last record: a commit brought it that no run
 * has recorded, or that the clone's journal does not know yet. The next run may record it as a move
 * by hand. */
static bool unrecorded(const struct planner *planner, const struct tag_node *node)
{
    const struct record *head = node->standing.head;
    return planner->observed->journal != NULL && planner->observed->journal->advisory &&
           head != NULL && node->holding.digest != NULL && node->stream != NULL &&
           !text_equal(head->digest, node->holding.digest);
}

/* Writes that the image is released. A later run on the branch's own repository reads the release
 * from the file. */
static void release_in_file(struct planner *planner, struct tag_node *node)
{
    annotation_write(node, "released", node->holding.digest);
    if (!draft_unchanged(&node->draft))
        restrictions_pass(planner, &node->draft, REASON_ASKED_FOR, ACTION_SET, NULL, NULL);
}

/* Ends the draft because the tag is not held. A work tree knows only the records that were fetched.
 */
static void end_not_held(const struct planner *planner, struct draft *draft)
{
    const struct journal *journal = planner->observed->journal;
    draft_end(draft, REASON_AS_ASKED, "the tag is not held");
    if (journal == NULL || journal->state == JOURNAL_NOT_KEPT)
        draft->row.hint = "no journal was read, so weir does not know who moved the tag; in a "
                          "clone, fetch the journal, then release the tag again";
    else if (journal->advisory)
        draft->row.hint = "if a person moved the tag by hand, run `git fetch` to get the newest "
                          "journal, then release the tag again";
}

void release_decide(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    draft->row.wanted_digest = node->holding.digest;
    if (frozen_alias_is(node, &policy)) {
        release_frozen(planner, node, &policy);
    } else if (policy.hold.set) {
        annotation_write(node, "hold", NULL);
        restrictions_pass(planner, draft, REASON_ASKED_FOR, ACTION_SET, NULL, NULL);
    } else if (memory_trouble(planner, node) != NULL) {
        draft_end(draft, REASON_JOURNAL_UNKNOWN, memory_trouble(planner, node));
    } else if (node->pin == PIN_ASKING) {
        draft_end(draft, REASON_ASKING, draft->row.object);
    } else if (unrecorded(planner, node) ||
               (node->pin == PIN_BY_HAND && planner->observed->journal->advisory)) {
        release_in_file(planner, node);
    } else if (node->pin == PIN_BY_HAND) {
        draft_end(draft, REASON_RELEASED, NULL);
    } else {
        end_not_held(planner, draft);
    }
}
