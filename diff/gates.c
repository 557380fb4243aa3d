// SPDX-License-Identifier: Apache-2.0
#include "diff/gates.h"

/* Every kind is declared and shown from the first day; one that can't be evaluated never passes. */
struct gate_result gate_not_supported(struct planner *planner, const struct gate *gate,
                                      const struct candidate *candidate)
{
    (void)candidate;
    return (struct gate_result){
        .state = GATE_NOT_SUPPORTED,
        .next = MOMENT_NEVER,
        .evidence = arena_print(planner->arena, "gate %s: %s", gate_word(gate->kind), gate->text),
    };
}

const char *gate_image_key(struct planner *planner, const struct candidate *candidate)
{
    const struct holding *holding = &candidate->holding;
    if (!holding->integrated)
        return reference_digest_key(planner->arena, &holding->image, candidate->digest);
    return arena_print(planner->arena, "%s/%s/%s@%s",
                       planner->declared->settings.integrated_registry, holding->home,
                       holding->stream, candidate->digest);
}

static gate_rule *const rules[] = {
    [GATE_SOAK] = gate_soak,
    [GATE_WINDOW] = gate_window,
    [GATE_PLATFORMS] = gate_platforms,
    [GATE_LABEL] = gate_label,
    [GATE_CHECK] = gate_check,
    [GATE_SIGNED_BY] = gate_not_supported,
    [GATE_MANUAL] = gate_not_supported,
};

struct gate_result gate_evaluate(struct planner *planner, const struct gate *gate,
                                 const struct candidate *candidate)
{
    return rules[gate->kind](planner, gate, candidate);
}
