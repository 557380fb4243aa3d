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

/* Ends the draft, because the settle time is not over. unknown: the time is not known, because the
 * record from `from` is later than now; MOMENT_NEVER: or earlier than one before it. */
static void wait_for(struct planner *planner, struct draft *draft, bool unknown, moment from,
                     int64_t settle)
{
    struct arena *arena = planner->arena;
    char since[MOMENT_TEXT_MAX], full[MOMENT_TEXT_MAX], time[MOMENT_TEXT_MAX];
    moment end = from != MOMENT_NEVER ? from + settle : MOMENT_NEVER;
    moment_print(from, since);
    moment_print(end, full);
    duration_print(settle, time);
    const char *why = arena_print(arena, "seen since %s, complete at %s", since, full);
    if (!memory_kept(planner))
        why = "no journal is kept here, so the time since the tag moved is unknown";
    else if (from == MOMENT_NEVER)
        why = "since when the tag has the image upstream is unknown, because the time of a record "
              "is wrong";
    else if (unknown)
        why = arena_print(arena,
                          "since when the tag has the image upstream is unknown, because the "
                          "record of %s is later than now",
                          since);
    draft_end(draft, REASON_SETTLING, arena_print(arena, "settle %s: %s", time, why));
    draft->row.next = memory_kept(planner) ? end : MOMENT_NEVER;
    if (unknown)
        draft->row.hint = MEMORY_REPAIR_HINT;
}

bool settle_over(struct planner *planner, struct tag_node *node, const char *digest, int64_t settle)
{
    const struct standing *standing = &node->standing;
    bool seen = standing->live != NULL && text_equal(standing->live->digest, digest);
    bool unknown = seen && standing->live_unknown;
    moment from = seen ? standing->live_since : planner->observed->now;
    return settle_over_since(planner, &node->draft, from, unknown, settle);
}

bool settle_over_since(struct planner *planner, struct draft *draft, moment from, bool unknown,
                       int64_t settle)
{
    char since[MOMENT_TEXT_MAX], time[MOMENT_TEXT_MAX];
    if (settle <= 0)
        return true;
    if (from == MOMENT_NEVER || from + settle > planner->observed->now) {
        wait_for(planner, draft, unknown, from, settle);
        return false;
    }
    const char *argument = arena_text(planner->arena, duration_print(settle, time));
    draft_prove(draft, &(struct evidence){
                           .kind = EVIDENCE_SETTLE,
                           .argument = argument,
                           .since = from,
                           .text = arena_print(planner->arena, "settle %s: seen since %s", argument,
                                               moment_print(from, since)),
                       });
    draft_allow(draft, from + settle);
    return true;
}
