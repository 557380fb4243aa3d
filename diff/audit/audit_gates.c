// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_gates.h"

#include "diff/audit/audit_path.h"
#include "diff/gates/gate_evidence.h"
#include "manifests/base/words.h"
#include "manifests/kinds/settings_windows.h"

/* Judges whether the window was open when the record was written. Skips a record that a later run
 * wrote, because its time is not the time of the move. */
static void judge_time(const struct judging *judging, const struct gate *gate)
{
    struct arena *arena = judging->at->auditor->arena;
    const struct settings_window *window =
        settings_window(&judging->at->before->settings, gate->text);
    char when[WINDOW_WHEN_MAX];
    if (judging_recorded_later(judging))
        return;
    if (window == NULL || window->window == NULL)
        judging_find(judging, FINDING_CODE_OUTSIDE_WINDOW,
                     arena_print(arena,
                                 "window %s: %s did not declare a valid window with this name",
                                 gate->text, SETTINGS_FILE));
    else if (!window_state(window->window, judging->when).open)
        judging_find(judging, FINDING_CODE_OUTSIDE_WINDOW,
                     arena_print(arena, "window %s: closed on %s", gate->text,
                                 window_when(window->window, judging->when, when)));
}

static void judge_path(const struct judging *judging, const struct gate *gate)
{
    const char *detail =
        judging->timed
            ? audit_path_soak(judging->at, judging->hop, gate, judging->move, judging->when)
            : arena_print(judging->at->auditor->arena,
                          "soak %s: the time of the move is unknown, because its record is later "
                          "than the time of the audit",
                          gate->text);
    if (detail != NULL)
        judging_find(judging, FINDING_CODE_SOAK_SHORT, detail);
}

static void judge_nothing(const struct judging *judging, const struct gate *gate)
{
    (void)judging;
    (void)gate;
}

/* For each kind, a further check of a gate that held. */
static void (*const judges[])(const struct judging *judging, const struct gate *gate) = {
#define X(code, key, reader, rule, argument, audit, ...) [code] = judge_##audit,
    GATES(X)
#undef X
};
TABLE_COMPLETE(judges, GATE_KINDS);

/* evidence: the gate's item, or NULL. */
static void judge_gate(const struct judging *judging, const struct gate *gate,
                       const struct evidence *evidence)
{
    struct arena *arena = judging->at->auditor->arena;
    if (evidence == NULL)
        judging_find(judging, FINDING_CODE_GATE_WITHOUT_EVIDENCE,
                     arena_print(arena, "gate %s: %s", gate_word(gate->kind), gate->text));
    else if (evidence->outcome == EVIDENCE_HELD) /* judge_overridden() reports the others */
        judges[gate->kind](judging, gate);
}

/* True if only a person can pass a gate of this kind, so that passing over it is not an exception.
 */
static bool persons_gate(const struct evidence *evidence)
{
    for (int kind = 0; kind < GATE_KINDS; kind++)
        if (text_equal(gate_word((enum gate_kind)kind), evidence->kind))
            return gate_has((enum gate_kind)kind, GATE_BY_PERSON);
    return false;
}

static void judge_overridden(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    for (size_t i = 0; i < record->evidence_count; i++) {
        const struct evidence *evidence = &record->evidence[i];
        bool stop = text_equal(evidence->kind, EVIDENCE_STOP); /* judged by the declarations */
        if (evidence->outcome == EVIDENCE_OVERRIDDEN && !stop && !persons_gate(evidence))
            judging_find(judging, FINDING_CODE_GATE_PASSED_OVER, evidence_line(evidence));
    }
}

void audit_gates_judge(const struct judging *judging)
{
    arena_scope struct arena scratch = {0};
    const struct record *record = judging->move->record;
    const struct path_entry *entry = judging->hop->entry;
    const struct evidence **found = gate_evidence_match(&scratch, entry->gates, entry->gate_count,
                                                        record->evidence, record->evidence_count);
    for (size_t i = 0; i < entry->gate_count; i++)
        judge_gate(judging, &entry->gates[i], found[i]);
    judge_overridden(judging);
}
