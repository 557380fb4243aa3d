// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/deleted_tags.h"

#include "diff/planner/memory.h"

/* True if a declaration has an error. It may hide a tag, so no tag counts as deleted. */
static bool any_error(const struct planner *planner)
{
    list_each (problem, &planner->declared->problems)
        if (problem_severity(problem->code) == SEVERITY_ERROR)
            return true;
    return false;
}

/* Returns the stream of a tag that has an image by the journal and no entry on the branch; NULL for
 * other tags, if the stream does not exist or is shared, and for tags that a request does not name.
 */
static const struct stream *lost_from(struct planner *planner, const struct tag_journal *tag)
{
    const struct tag_node *node = planner_node(planner, tag->environment, tag->stream, tag->tag);
    if (tag->trouble != NULL || (node != NULL && node->entry != NULL) ||
        (planner->intent != NULL && (node == NULL || !node->intended)) ||
        journal_standing(tag, planner->observed->now).head == NULL)
        return NULL;
    const struct stream *stream = declared_stream(planner->declared, tag->environment, tag->stream);
    return stream != NULL && !stream->shared ? stream : NULL;
}

void deleted_tags_ask(struct planner *planner, struct plan *plan)
{
    const struct journal *journal = planner->observed->journal;
    if (journal == NULL || journal->state != JOURNAL_READ || journal->advisory ||
        any_error(planner))
        return;
    list_each (tag, &journal->tags) {
        const struct stream *stream = lost_from(planner, tag);
        const struct answer *answer = stream != NULL ? memory_deletion(planner, stream, tag) : NULL;
        if (answer == NULL || answer->origin == NULL)
            continue;
        *list_add(planner->arena, &plan->deletions) =
            (struct plan_deletion){{tag->environment, tag->stream, tag->tag}, answer->origin};
    }
}
