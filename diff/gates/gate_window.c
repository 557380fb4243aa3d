// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_window.h"

#include "manifests/kinds/settings_windows.h"

static const char *evidence(struct planner *planner, const struct settings_window *window,
                            const struct window_state *state)
{
    struct arena *arena = planner->arena;
    char when[WINDOW_WHEN_MAX];
    if (state->open)
        return arena_print(
            arena, "window %s: open%s%s", window->name, state->since != 0 ? " since " : "",
            state->since != 0 ? window_when(window->window, state->since, when) : "");
    if (state->next == MOMENT_NEVER)
        return arena_print(arena, "window %s: does not open within %d years", window->name,
                           WINDOW_YEARS);
    return arena_print(arena, "window %s: opens %s", window->name,
                       window_when(window->window, state->next, when));
}

struct gate_result gate_window(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate)
{
    (void)candidate;
    const struct settings_window *window =
        settings_window(&planner->declared->settings, gate->text);
    struct gate_result result = {.state = GATE_REFUSED, .next = MOMENT_NEVER};
    /* Reading the declarations has already reported the problem with its place in the file. */
    if (window == NULL || window->window == NULL) {
        result.evidence.text = arena_print(
            planner->arena, "window %s: %s does not declare a valid window with this name",
            gate->text, SETTINGS_FILE);
        return result;
    }
    struct window_state state = planner_window(planner, window->window);
    result.evidence.text = evidence(planner, window, &state);
    if (state.open) {
        result.state = GATE_HOLDS;
        result.since = result.evidence.since = state.since;
    } else if (state.next != MOMENT_NEVER) {
        result.state = GATE_WAITS;
        result.next = state.next;
    }
    return result;
}
