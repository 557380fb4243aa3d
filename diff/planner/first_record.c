// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/first_record.h"

#include "diff/journal/arrival.h"
#include "diff/planner/memory.h"

static bool records(const struct planner *planner)
{
    return memory_kept(planner) && !planner->observed->journal->advisory;
}

moment first_record_next(const struct planner *planner)
{
    return records(planner) ? planner->observed->now + 1 : MOMENT_NEVER;
}

/* True if weir brought the image in a run that was killed before it wrote its record. */
static bool own(const struct tag_node *node)
{
    return node->arrival != NULL && node->arrival->origin->here &&
           node->arrival->origin->claim != NULL;
}

/* Returns the record of the image that the tag had first, if that is its last move and was written
 * in this second; else NULL. */
static const struct record *just_found(const struct planner *planner, const struct tag_node *node)
{
    const struct record *head = node->standing.head;
    moment now = planner->observed->now;
    bool found = head != NULL && head->rebuilt && head->kind == RECORD_PINNED;
    if (!found || head->time < now || !record_believed(head, now))
        return NULL;
    for (const struct record *at = node->memory->records; at < head; at++)
        if (record_moves(at->kind))
            return NULL;
    return head;
}

bool first_record_over(struct planner *planner, const struct tag_node *node, struct draft *draft)
{
    if (!records(planner) || node->stream == NULL)
        return true;
    moment since = planner->observed->now;
    if (!journal_first(node->memory)) {
        const struct record *found = just_found(planner, node);
        if (found == NULL)
            return true;
        since = found->time;
        if (!memory_whole(planner, node->memory)) {
            draft_end(draft, REASON_ASKING, draft->row.object);
            return false;
        }
    } else if (draft->row.current_digest == NULL || own(node)) {
        return true;
    }
    draft_end(draft, REASON_FIRST_RECORD, NULL);
    draft->row.next = since + 1;
    return false;
}
