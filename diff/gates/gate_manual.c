// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_manual.h"

const char *gate_manual_hint(struct planner *planner, const struct hop *hop)
{
    return arena_print(planner->arena, "run `weir promote %s --to %s`", hop->stream, hop->to);
}

struct gate_result gate_manual(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate)
{
    (void)gate;
    return (struct gate_result){
        .state = GATE_PERSON,
        .next = MOMENT_NEVER,
        .evidence.text =
            arena_print(planner->arena, "manual: %s", gate_manual_hint(planner, candidate->hop)),
    };
}
