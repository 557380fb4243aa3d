// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/settle.h"

#include "diff/planner/memory.h"
#include "manifests/base/duration.h"

int64_t settle_time(const struct planner *planner, const struct tag_policy *policy, bool follows)
{
    if (policy->settle >= 0) /* a tag's own setting wins, even 0 */
        return policy->settle;
    return follows ? planner->declared->settings.settle : 0;
}

bool settle_over(struct planner *planner, struct tag_node *node, const char *digest, int64_t settle)
{
    struct draft *draft = &node->draft;
    const struct standing *standing = &node->standing;
    char since[MOMENT_TEXT_MAX], full[MOMENT_TEXT_MAX], time[MOMENT_TEXT_MAX];
    if (settle <= 0)
        return true;
    bool seen = standing->live != NULL && text_equal(standing->live->digest, digest);
    moment from = seen ? standing->live_since : planner->observed->now;
    moment_print(from, since);
    duration_print(settle, time);
    if (from + settle <= planner->observed->now) {
        draft_prove(draft, "settle %s: seen since %s", time, since);
        draft_allow(draft, from + settle);
        return true;
    }
    if (memory_kept(planner))
        draft_end(draft, REASON_SETTLING,
                  arena_print(planner->arena, "settle %s: seen since %s, complete at %s", time,
                              since, moment_print(from + settle, full)));
    else
        draft_end(
            draft, REASON_SETTLING,
            arena_print(
                planner->arena,
                "settle %s: no journal is kept here, so the time since the tag moved is unknown",
                time));
    draft->row.next = memory_kept(planner) ? from + settle : MOMENT_NEVER;
    return false;
}
