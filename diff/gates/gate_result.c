// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gate_result.h"

struct gate_result gate_result_unanswered(struct planner *planner, const struct answer *answer,
                                          const char *what)
{
    struct gate_result result = {.state = GATE_ASKING, .next = MOMENT_NEVER};
    if (answer == NULL) {
        result.evidence.text = arena_print(planner->arena, "%s: there is no answer yet", what);
    } else if (answer->state == ANSWER_NONE) {
        result.state = GATE_REFUSED;
        result.evidence.text = arena_print(planner->arena, "%s: %s", what, answer->why);
    } else {
        result.state = GATE_UNKNOWN;
        result.evidence.text = arena_print(planner->arena, "%s: unknown: %s", what, answer->why);
    }
    return result;
}
