// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/gates.h"

#include <string.h>

#include "manifests/base/utf8.h"

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

const char *gate_person(struct planner *planner, const struct hop *hop)
{
    return arena_print(planner->arena, "run `weir promote %s --to %s`", hop->stream, hop->to);
}

static struct gate_result gate_manual(struct planner *planner, const struct gate *gate,
                                      const struct candidate *candidate)
{
    (void)gate;
    return (struct gate_result){
        .state = GATE_PERSON,
        .next = MOMENT_NEVER,
        .evidence = arena_print(planner->arena, "manual: %s", gate_person(planner, candidate->hop)),
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

struct gate_result gate_unanswered(struct planner *planner, const struct answer *answer,
                                   const char *what)
{
    struct gate_result result = {.state = GATE_ASKING, .next = MOMENT_NEVER};
    if (answer == NULL) {
        result.evidence = arena_print(planner->arena, "%s: not answered yet", what);
    } else if (answer->state == ANSWER_NONE) {
        result.state = GATE_REFUSED;
        result.evidence = arena_print(planner->arena, "%s: %s", what, answer->why);
    } else {
        result.state = GATE_UNKNOWN;
        result.evidence = arena_print(planner->arena, "%s: unknown: %s", what, answer->why);
    }
    return result;
}

const char *gate_quote(struct planner *planner, const char *text)
{
    enum { QUOTE_MAX = 100 };
    size_t length = utf8_fit(text, QUOTE_MAX);
    const char *more = text[length] != '\0' ? "…" : "";
    char *quoted = arena_print(planner->arena, "\"%.*s%s\"", (int)length, text, more);
    for (char *at = quoted; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = '?';
    return quoted;
}

/* How much a gate must ask before it can be judged. */
enum asks { ASKS_NOTHING, ASKS_REGISTRY, ASKS_PROGRAM };

static const struct {
    gate_rule *rule;
    enum asks asks;
} gates[] = {
    [GATE_SOAK] = {gate_soak, ASKS_NOTHING},
    [GATE_WINDOW] = {gate_window, ASKS_NOTHING},
    [GATE_PLATFORMS] = {gate_platforms, ASKS_REGISTRY},
    [GATE_LABEL] = {gate_label, ASKS_REGISTRY},
    [GATE_CHECK] = {gate_check, ASKS_PROGRAM},
    [GATE_SIGNED_BY] = {gate_not_supported, ASKS_NOTHING},
    [GATE_MANUAL] = {gate_manual, ASKS_NOTHING},
};

static int by_asks(const void *a, const void *b)
{
    const struct gate *const *left = a, *const *right = b;
    return (int)gates[(*left)->kind].asks - (int)gates[(*right)->kind].asks;
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

struct gate_result gate_evaluate(struct planner *planner, const struct gate *gate,
                                 const struct candidate *candidate)
{
    return gates[gate->kind].rule(planner, gate, candidate);
}
