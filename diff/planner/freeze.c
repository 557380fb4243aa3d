// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/freeze.h"

#include "manifests/values/glob.h"

bool freeze_covers(const struct settings_freeze *freeze, const char *environment)
{
    for (size_t i = 0; i < freeze->namespace_count; i++)
        if (glob_match(freeze->namespaces[i], environment))
            return true;
    return freeze->namespace_count == 0;
}

/* Since when a freeze stands or stands no more, and when that changes. */
struct standing_freeze {
    bool stands;
    moment ended;   /* it stood till then; 0: it did not, or that is not known */
    moment until;   /* it stands */
    bool by_window; /* until is when its window closes */
};

static struct standing_freeze judge(struct planner *planner, const struct settings_freeze *freeze)
{
    moment now = planner->observed->now;
    struct standing_freeze result = {.until = freeze->until};
    if (now < freeze->from)
        return result;
    if (freeze->until <= now) {
        result.ended = freeze->until;
        return result;
    }
    if (freeze->window != NULL) {
        struct window_state state = planner_window(planner, freeze->window);
        if (!state.open) {
            result.ended = state.since > freeze->from ? state.since : 0;
            return result;
        }
        result.by_window = state.next < freeze->until;
        result.until = result.by_window ? state.next : freeze->until;
    }
    result.stands = true;
    return result;
}

static const char *end_text(struct planner *planner, const struct settings_freeze *freeze,
                            const struct standing_freeze *standing)
{
    char when[WINDOW_WHEN_MAX];
    if (standing->by_window)
        return arena_print(planner->arena, "until %s%s%s%s",
                           window_when(freeze->window, standing->until, when),
                           freeze->window_name != NULL ? ", when window " : "",
                           freeze->window_name != NULL ? freeze->window_name : "",
                           freeze->window_name != NULL ? " closes" : "");
    if (standing->until == MOMENT_NEVER)
        return text_equal(freeze->file, FREEZE_FILE) ? "until " FREEZE_FILE " is deleted"
                                                     : "until the freeze is deleted";
    return arena_print(planner->arena, "until %s", moment_print(standing->until, when));
}

/* A person's word passes a freeze. A release moves nothing, though: what the workloads of its tag
 * lack waits as for everybody. */
static bool passes(const struct planner *planner, const struct draft *draft)
{
    return planner->passes_rules &&
           (planner->intent->kind != INTENT_RELEASE || draft->row.kind != ROW_CONSUMER);
}

bool freeze_check(struct planner *planner, struct draft *draft)
{
    const struct settings *settings = &planner->declared->settings;
    const struct settings_freeze *longest = NULL;
    struct standing_freeze end = {0};
    for (size_t i = 0; i < settings->freeze_count; i++) {
        const struct settings_freeze *freeze = &settings->freezes[i];
        if (!freeze_covers(freeze, draft->row.environment))
            continue;
        struct standing_freeze standing = judge(planner, freeze);
        if (!standing.stands) {
            draft_allow(draft, standing.ended);
        } else if (longest == NULL || standing.until > end.until) {
            longest = freeze;
            end = standing;
        }
    }
    if (longest == NULL)
        return false;
    const char *how = arena_print(planner->arena, "%s%s%s", end_text(planner, longest, &end),
                                  longest->reason != NULL ? ": " : "",
                                  longest->reason != NULL ? longest->reason : "");
    if (passes(planner, draft)) {
        draft_prove(draft, "passed over: frozen %s", how);
        return false;
    }
    draft_say(draft, "frozen at %s:%u:%u", longest->file, longest->line, longest->column);
    draft_end(draft, REASON_FREEZE, how);
    draft->row.next = end.until;
    return true;
}
