// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/repair.h"

#include "diff/journal/repair_records.h"

bool repair_needed(const struct tag_node *node)
{
    return node->standing.since_unknown || node->standing.live_unknown;
}

void repair_decide(struct planner *planner, struct tag_node *node)
{
    const struct standing *standing = &node->standing;
    struct draft *draft = &node->draft;
    char time[MOMENT_TEXT_MAX];
    draft->row.wanted_digest = node->holding.digest;
    bool image = repair_records_image(standing, node->holding.digest);
    if (!image && !standing->live_unknown) {
        draft_end(draft, REASON_AS_ASKED,
                  "the tag has another image than its record; the next sync records it");
        return;
    }
    const struct record *record = image ? standing->head : standing->live;
    draft_end(draft, REASON_REPAIRED,
              arena_print(planner->arena, "the record says %s", moment_print(record->time, time)));
}
