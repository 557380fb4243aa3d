// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_gates.h"

#include <string.h>

#include "diff/audit/audit_path.h"
#include "manifests/kinds/settings_windows.h"

static const char passed_over[] = "passed over: ";

/* Returns the record's line of evidence about the gate, or NULL. The line may say that a person
 * passed over the gate. */
static const char *evidence_of(const struct record *record, const struct gate *gate)
{
    const char *word = gate_word(gate->kind);
    size_t length = strlen(word), text = strlen(gate->text);
    for (size_t i = 0; i < record->evidence_count; i++) {
        const char *line = record->evidence[i];
        line += text_starts(line, passed_over) ? strlen(passed_over) : 0;
        line += text_starts(line, "gate ") ? strlen("gate ") : 0;
        if (!text_starts(line, word) || (line[length] != ' ' && line[length] != ':'))
            continue;
        if (!gate_has(gate->kind, GATE_NAMED) ||
            (strncmp(line + length + 1, gate->text, text) == 0 &&
             (line[length + 1 + text] == ':' || line[length + 1 + text] == '\0')))
            return record->evidence[i];
    }
    return NULL;
}

/* Judges whether the window was open when the record was written. Skips a record that a later run
 * wrote, because its time is not the time of the move. */
static void judge_window(const struct judging *judging, const struct gate *gate)
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

static void judge_soak(const struct judging *judging, const struct gate *gate)
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

/* For each kind, a further check of a gate that has evidence; NULL: the evidence is enough. */
static void (*const judges[GATE_KINDS])(const struct judging *judging, const struct gate *gate) = {
    [GATE_SOAK] = judge_soak,
    [GATE_WINDOW] = judge_window,
};

static void judge_gate(const struct judging *judging, const struct gate *gate)
{
    struct arena *arena = judging->at->auditor->arena;
    const char *evidence = evidence_of(judging->move->record, gate);
    if (evidence == NULL)
        judging_find(judging, FINDING_CODE_GATE_WITHOUT_EVIDENCE,
                     arena_print(arena, "gate %s: %s", gate_word(gate->kind), gate->text));
    else if (text_starts(evidence, passed_over))
        return; /* judge_passed_over() reports it */
    else if (judges[gate->kind] != NULL)
        judges[gate->kind](judging, gate);
}

/* True if the line is about a manual gate. Only a person can pass such a gate, so passing over it
 * is not an exception. */
static bool persons_gate(const char *line)
{
    line += strlen(passed_over);
    line += text_starts(line, "gate ") ? strlen("gate ") : 0;
    return text_starts(line, "manual:");
}

static void judge_passed_over(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    for (size_t i = 0; i < record->evidence_count; i++)
        if (text_starts(record->evidence[i], passed_over) && !persons_gate(record->evidence[i]))
            judging_find(judging, FINDING_CODE_GATE_PASSED_OVER, record->evidence[i]);
}

void audit_gates_judge(const struct judging *judging)
{
    const struct path_entry *entry = judging->hop->entry;
    for (size_t i = 0; i < entry->gate_count; i++)
        judge_gate(judging, &entry->gates[i]);
    judge_passed_over(judging);
}
