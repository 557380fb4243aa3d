// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/freeze.h"

#include "manifests/kinds/settings.h"
#include "manifests/values/glob.h"

bool freeze_covers(const struct settings_freeze *freeze, const char *environment)
{
    for (size_t i = 0; i < freeze->namespace_count; i++)
        if (glob_match(freeze->namespaces[i], environment))
            return true;
    return freeze->namespace_count == 0;
}

/* Whether a freeze is active, when it ended, and when that will change. */
struct freeze_state {
    bool active;
    moment ended;   /* not active: when it last ended; 0: it was never active, or unknown */
    moment until;   /* active: when it ends */
    bool by_window; /* `until` is when its window closes */
};

static struct freeze_state judge(struct planner *planner, const struct settings_freeze *freeze)
{
    moment now = planner->observed->now;
    struct freeze_state result = {.until = freeze->until};
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
    result.active = true;
    return result;
}

static const char *end_text(struct planner *planner, const struct settings_freeze *freeze,
                            const struct freeze_state *state)
{
    char when[WINDOW_WHEN_MAX];
    if (state->by_window)
        return arena_print(planner->arena, "until %s%s%s%s",
                           window_when(freeze->window, state->until, when),
                           freeze->window_name != NULL ? ", when window " : "",
                           freeze->window_name != NULL ? freeze->window_name : "",
                           freeze->window_name != NULL ? " closes" : "");
    if (state->until == MOMENT_NEVER)
        return text_equal(freeze->file, FREEZE_FILE)
                   ? "until " FREEZE_FILE " is deleted"
                   : "until `freeze` is deleted from " SETTINGS_FILE;
    return arena_print(planner->arena, "until %s", moment_print(state->until, when));
}

/* True if the freeze does not stop this row of a request. A freeze stops the workloads that
 * `release` would update, because `release` itself moves no tag. */
static bool passes(const struct planner *planner, const struct draft *draft)
{
    return planner->passes_rules &&
           (planner->intent->kind != INTENT_RELEASE || draft->row.kind != ROW_CONSUMER);
}

/* A freeze that is active for an environment, and its state. freeze NULL: none is active. */
struct active_freeze {
    const struct settings_freeze *freeze;
    struct freeze_state state;
    moment ended; /* the latest end of the others that cover the environment; 0: none, or unknown */
};

/* Returns the active freeze of the environment that ends last. */
static struct active_freeze find_active(struct planner *planner, const char *environment)
{
    const struct settings *settings = &planner->declared->settings;
    struct active_freeze found = {0};
    for (size_t i = 0; i < settings->freeze_count; i++) {
        const struct settings_freeze *freeze = &settings->freezes[i];
        if (!freeze_covers(freeze, environment))
            continue;
        struct freeze_state state = judge(planner, freeze);
        if (!state.active) {
            found.ended = state.ended > found.ended ? state.ended : found.ended;
        } else if (found.freeze == NULL || state.until > found.state.until) {
            found.freeze = freeze;
            found.state = state;
        }
    }
    return found;
}

/* Returns "until WHEN: REASON" for the active freeze. */
static const char *active_text(struct planner *planner, const struct active_freeze *active)
{
    const char *reason = active->freeze->reason;
    return arena_print(planner->arena, "%s%s%s", end_text(planner, active->freeze, &active->state),
                       reason != NULL ? ": " : "", reason != NULL ? reason : "");
}

const char *freeze_stands(struct planner *planner, const char *environment)
{
    struct active_freeze active = find_active(planner, environment);
    return active.freeze != NULL ? active_text(planner, &active) : NULL;
}

bool freeze_check(struct planner *planner, struct draft *draft)
{
    struct active_freeze active = find_active(planner, draft->row.environment);
    draft_allow(draft, active.ended);
    if (active.freeze == NULL)
        return false;
    const char *how = active_text(planner, &active);
    if (passes(planner, draft)) {
        draft_prove(draft, &(struct evidence){
                               .kind = EVIDENCE_FREEZE,
                               .outcome = EVIDENCE_OVERRIDDEN,
                               .text = arena_print(planner->arena, "passed over: frozen %s", how),
                           });
        return false;
    }
    const struct settings_freeze *freeze = active.freeze;
    draft_say(draft, "frozen at %s:%u:%u", freeze->file, freeze->line, freeze->column);
    draft_end(draft, REASON_FREEZE, how);
    draft->row.next = active.state.until;
    return true;
}
