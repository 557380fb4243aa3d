// SPDX-License-Identifier: Apache-2.0
#include "diff/gates.h"

typedef struct gate_result gate_rule(struct arena *arena, const struct gate *gate,
                                     const char *digest, const struct observed *observed);

/* Every kind is declared and shown from the first day; one that can't be evaluated never passes. */
static struct gate_result not_supported(struct arena *arena, const struct gate *gate,
                                        const char *digest, const struct observed *observed)
{
    (void)digest;
    (void)observed;
    return (struct gate_result){
        .state = GATE_NOT_SUPPORTED,
        .next = MOMENT_NEVER,
        .evidence = arena_print(arena, "gate %s: %s", gate_word(gate->kind), gate->text),
    };
}

static gate_rule *const rules[] = {
    [GATE_SOAK] = not_supported,   [GATE_WINDOW] = not_supported, [GATE_PLATFORMS] = not_supported,
    [GATE_LABEL] = not_supported,  [GATE_CHECK] = not_supported,  [GATE_SIGNED_BY] = not_supported,
    [GATE_MANUAL] = not_supported,
};

struct gate_result gate_evaluate(struct arena *arena, const struct gate *gate, const char *digest,
                                 const struct observed *observed)
{
    return rules[gate->kind](arena, gate, digest, observed);
}
