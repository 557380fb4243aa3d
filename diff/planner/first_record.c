// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/first_record.h"

#include "diff/journal/arrival.h"
#include "diff/planner/memory.h"
#include "manifests/kinds/stream_status.h"

static bool records(const struct planner *planner)
{
    const struct journal *journal = planner->observed->journal;
    return memory_kept(planner) && journal->state != JOURNAL_UNKNOWN && !journal->advisory;
}

moment first_record_next(const struct planner *planner)
{
    return records(planner) ? planner->observed->now + 1 : MOMENT_NEVER;
}

/* Returns the tag's first move record if it is the last move too, and was written in this second;
 * else NULL. If not all records were read, there may be earlier moves. */
static const struct record *just_recorded(const struct planner *planner,
                                          const struct tag_node *node)
{
    const struct standing *standing = &node->standing;
    const struct record *head = standing->head != NULL ? standing->head : standing->live;
    moment now = planner->observed->now;
    if (head == NULL || head->time < now || !record_believed(head, now))
        return NULL;
    for (const struct record *at = node->memory->records; at < head; at++)
        if (record_moves(at->kind))
            return NULL;
    return head;
}

/* True if this run records the tag's image, and no run did before. For a tag that a build pushes,
 * the record says that weir saw the image. */
static bool recorded_first(const struct tag_node *node)
{
    enum reason reason = node->draft.row.reason;
    bool undecided = reason == REASON_PROBLEM || reason == REASON_JOURNAL_UNKNOWN;
    bool pushed = node->producer != NULL && node->hop == NULL;
    return !undecided && journal_first(node->memory) && !(pushed && node->standing.live != NULL);
}

bool first_record_fresh(const struct planner *planner, const struct tag_node *node, moment *since)
{
    *since = planner->observed->now;
    if (!records(planner) || node->stream == NULL || node->stream->shared)
        return false;
    if (recorded_first(node))
        return true;
    const struct record *head = just_recorded(planner, node);
    *since = head != NULL ? head->time : 0;
    return head != NULL;
}

/* True if weir moved the tag in a run that was killed before it wrote the record. A first pin of
 * the image that was there does not count. */
static bool own(const struct tag_node *node)
{
    const struct arrival *arrival = node->arrival;
    const struct claimed_move *claim = arrival != NULL ? arrival->origin->claim : NULL;
    const struct stream_status *status = stream_status_find(node->stream->spec, node->tag);
    return claim != NULL && arrival->origin->here &&
           arrival_claimed_kind(claim, node->hop != NULL) != RECORD_HELD &&
           (status == NULL || !text_equal(status->digest, arrival->digest));
}

void first_record_wait(struct planner *planner, const struct tag_node *node, struct draft *draft,
                       moment since)
{
    if (!memory_whole(planner, node->memory)) { /* the record may not be the first one */
        draft_end(draft, REASON_ASKING, draft->row.object);
        return;
    }
    draft_end(draft, REASON_FIRST_RECORD, NULL);
    draft->row.next = since + 1;
}

bool first_record_over(struct planner *planner, const struct tag_node *node, struct draft *draft)
{
    moment since;
    const struct record *head = node->standing.head;
    if (!first_record_fresh(planner, node, &since) ||
        (head != NULL && (!head->rebuilt || head->kind != RECORD_PINNED)) ||
        (head == NULL && (draft->row.current_digest == NULL || own(node))))
        return true;
    first_record_wait(planner, node, draft, since);
    return false;
}
