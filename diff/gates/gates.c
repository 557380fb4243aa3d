// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gates.h"

#include "diff/gates/gate_check.h"
#include "diff/gates/gate_evidence.h"
#include "diff/gates/gate_image.h"
#include "diff/gates/gate_manual.h"
#include "diff/gates/gate_soak.h"
#include "diff/gates/gate_window.h"
#include "manifests/base/words.h"

/* Returns the result for a kind of gate that can be declared but that this version can't judge. */
static struct gate_result gate_not_supported(struct planner *planner, const struct gate *gate,
                                             const struct candidate *candidate)
{
    (void)candidate;
    return (struct gate_result){
        .state = GATE_NOT_SUPPORTED,
        .next = MOMENT_NEVER,
        .evidence.text =
            arena_print(planner->arena, "gate %s: %s", gate_word(gate->kind), gate->text),
    };
}

/* The rule for each kind of gate. */
static gate_rule *const rules[] = {
#define X(code, key, reader, rule, ...) [code] = gate_##rule,
    GATES(X)
#undef X
};
TABLE_COMPLETE(rules, GATE_KINDS);

static int by_asks(const void *a, const void *b)
{
    const struct gate *const *left = a, *const *right = b;
    return (int)gate_asks((*left)->kind) - (int)gate_asks((*right)->kind);
}

const struct gate *const *gates_ordered(struct planner *planner, const struct path_entry *entry)
{
    const struct gate **ordered =
        arena_array(planner->arena, const struct gate *, entry->gate_count);
    for (size_t i = 0; i < entry->gate_count; i++)
        ordered[i] = &entry->gates[i];
    list_order(ordered, entry->gate_count, sizeof *ordered, by_asks);
    return ordered;
}

struct gate_result gates_judge(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate)
{
    struct gate_result result = rules[gate->kind](planner, gate, candidate);
    result.evidence.kind = gate_word(gate->kind);
    result.evidence.argument = gate_argument(planner->arena, gate);
    return result;
}
