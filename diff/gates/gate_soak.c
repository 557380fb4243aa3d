// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_soak.h"

#include "manifests/base/duration.h"

static struct gate_result judge(struct planner *planner, const struct gate *gate,
                                const struct stood *stood)
{
    struct arena *arena = planner->arena;
    struct gate_result result = {.state = GATE_WAITS, .next = MOMENT_NEVER};
    char since[MOMENT_TEXT_MAX], until[MOMENT_TEXT_MAX], time[MOMENT_TEXT_MAX];
    if (!stood->known) {
        result.evidence.text =
            arena_print(arena, "soak %s: without a usable journal, the time in %s is unknown",
                        gate->text, stood->environment);
        return result;
    }
    bool stands = stood->until == MOMENT_NEVER;
    if (stood->since_unknown || stood->until_unknown) {
        result.state = stands ? GATE_WAITS : GATE_REFUSED;
        bool comes = stands && stood->since != MOMENT_NEVER; /* when its time has come */
        result.next = comes ? stood->since + gate->seconds : MOMENT_NEVER;
        result.evidence.text =
            arena_print(arena,
                        "soak %s: %s %s %s the image is unknown, because the time of "
                        "a record is wrong",
                        gate->text, stands ? "since when" : "for how long", stood->environment,
                        stands ? "has" : "had");
        return result;
    }
    moment end = stands ? planner->observed->now : stood->until,
           full = stood->since + gate->seconds;
    moment_print(stood->since, since);
    result.evidence.since = stood->since;
    result.evidence.until = stands ? 0 : stood->until;
    if (end >= full) {
        result.state = GATE_HOLDS;
        result.since = full;
        result.evidence.text =
            arena_print(arena, "soak %s: in %s since %s%s%s", gate->text, stood->environment, since,
                        stands ? "" : " until ", stands ? "" : moment_print(stood->until, until));
    } else if (stands) {
        result.next = full;
        result.evidence.text = arena_print(
            arena, "soak %s: in %s since %s%s, complete at %s", gate->text, stood->environment,
            since, stood->rebuilt ? " according to the journal" : "", moment_print(full, until));
    } else {
        result.state = GATE_REFUSED;
        result.evidence.text = arena_print(
            arena, "soak %s: was in %s for only %s, until %s", gate->text, stood->environment,
            duration_print(stood->until - stood->since, time), moment_print(stood->until, until));
    }
    return result;
}

/* True if `a` is worse than `b`: refused is worse than waiting, waiting is worse than open, and
 * later is worse than sooner. */
static bool worse(const struct gate_result *a, const struct gate_result *b)
{
    if (a->state != b->state)
        return a->state > b->state;
    return a->state == GATE_WAITS ? a->next > b->next : a->since > b->since;
}

/* Returns the worst result of the candidate's environments, because all of them must have had the
 * digest for long enough. */
struct gate_result gate_soak(struct planner *planner, const struct gate *gate,
                             const struct candidate *candidate)
{
    struct gate_result all = {.evidence.text = NULL};
    list_each (stood, &candidate->stood) {
        struct gate_result one = judge(planner, gate, stood);
        if (all.evidence.text == NULL || worse(&one, &all))
            all = one;
    }
    return all;
}
