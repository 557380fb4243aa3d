// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/guard.h"

/* True if the row counts for the limit: it may change an image that runs. */
static bool changes(const struct row *row)
{
    return row_state(row) == ROW_WRITES && !row->same_image;
}

void guard_check(struct planner *planner, struct plan *plan)
{
    const struct settings *settings = &planner->declared->settings;
    if (settings->guard.max < 0)
        return;
    size_t writes = 0, sites = 0;
    list_each (row, &plan->rows) {
        writes += changes(row);
        sites += row->file != NULL;
    }
    bool percent = settings->guard.percent;
    size_t max = (size_t)settings->guard.max;
    if (percent ? writes * 100 <= max * sites : writes <= max)
        return;
    if (planner->passes_rules) {
        *list_add(planner->arena, &plan->notes) =
            arena_print(planner->arena, "passed over: the limit is %zu%s of %zu rows", max,
                        percent ? " %" : "", sites);
        return;
    }
    plan->limited = arena_print(
        planner->arena,
        "%zu of %zu rows would change, but the limit is %zu%s, so none of them is written; raise "
        "guard.max in " SETTINGS_FILE " for this change, or split the change",
        writes, sites, max, percent ? " %" : "");
    *list_add(planner->arena, &plan->notes) = plan->limited;
    list_each (row, &plan->rows) {
        if (!changes(row))
            continue;
        row->reason = REASON_GUARD;
        row->action = ACTION_NONE;
        row->detail = row->hint = NULL;
        row->edits = NULL;
        row->edit_count = 0;
    }
}
