// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_move.h"

#include <string.h>

#include "diff/audit/audit_path.h"
#include "diff/planner/freeze.h"
#include "diff/planner/planner.h"
#include "manifests/kinds/policy.h"

static const char passed_over[] = "passed over: ";

struct judging {
    const struct audit_at *at;
    struct audit_move *move;
    const struct track *track;
    const struct hop *hop; /* NULL: no promotion moves the tag */
    moment when;           /* of the record, or of the commit if there is no record */
    const char *who;
};

static void find(const struct judging *judging, enum finding_code code, const char *detail)
{
    struct auditor *auditor = judging->at->auditor;
    const struct audit_move *move = judging->move;
    if (!auditor_covers(auditor, move))
        return;
    struct finding finding = {
        .code = code,
        .namespace = move->namespace,
        .stream = move->stream,
        .tag = move->tag,
        .digest = move->digest,
        .time = judging->when,
        .commit = move->commit->id,
        .journal_commit = move->written != NULL ? move->written->id : NULL,
        .who = judging->who,
        .detail = detail,
    };
    auditor_add(auditor, &finding, INT64_MIN, MOMENT_NEVER);
}

/* --- who --- */

static const char *asked_for(const struct judging *judging)
{
    const struct audit_move *move = judging->move;
    return auditor_asked_for(judging->at->auditor->arena, move->commit, move->namespace,
                             move->stream, move->tag);
}

/* The kind of record that the journal should have for the move. */
static enum record_kind expected_kind(const struct judging *judging)
{
    const struct pin_origin origin = {.own = judging->move->commit->own,
                                      .asked_for = asked_for(judging)};
    return pin_origin_record(&origin, judging->hop != NULL);
}

/* True if a person moved a hop's target by hand. The kind of record does not decide this: it is
 * "promoted" if weir wanted the same image there. */
static bool by_hand(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    if (judging->hop == NULL)
        return false;
    if (record != NULL && record->kind == RECORD_HELD)
        return true;
    bool merged = judging->hop->entry->by == HOP_BY_PULL_REQUEST;
    return !judging->move->commit->own && !merged && record != NULL && !record->rebuilt;
}

static void judge_record(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    const struct audit_commit *commit = judging->move->commit;
    struct arena *arena = judging->at->auditor->arena;
    char time[MOMENT_TEXT_MAX];
    if (record == NULL) {
        find(judging, FINDING_CODE_MOVE_WITHOUT_RECORD,
             judging->track->file == NULL ? "the journal has no file for the tag" : commit->why);
        return;
    }
    enum record_kind expected = expected_kind(judging);
    if (commit->own && judging->hop != NULL && !record->rebuilt && record->kind != expected)
        find(judging, FINDING_CODE_RECORD_DISAGREES,
             arena_print(arena, "%s, but %s according to its commit", record_word(record->kind),
                         record_word(expected)));
    /* Ignore the time if it was only raised to the previous commit's. */
    size_t index = judging->at->index;
    bool raised = index > 0 && commit->time <= commit[-1].raised;
    if (record->time + AUDIT_CLOCKS < commit->time && !raised)
        find(judging, FINDING_CODE_RECORD_EARLY,
             arena_print(arena, "the commit is from %s", moment_print(commit->time, time)));
}

static void judge_signature(const struct judging *judging)
{
    const struct audit_commit *commit = judging->move->commit;
    if (commit->doubt != NULL)
        find(judging, commit->bare ? FINDING_CODE_UNSIGNED : FINDING_CODE_SIGNER_NOT_ALLOWED,
             commit->bare ? NULL : commit->doubt);
}

/* --- the way --- */

/* True if the tag had the image before, and not only because a person put it there by hand. */
static bool stood_before(const struct judging *judging)
{
    const struct audit_move *move = judging->move;
    size_t index = judging->at->index;
    bool held = false;
    if (index == 0 || !track_had(judging->track, move->digest, index - 1))
        return false;
    for (const struct record *at = judging->track->file->tag.records; at < move->record; at++) {
        if (!record_moves(at->kind) || !text_equal(at->digest, move->digest))
            continue;
        if (at->kind != RECORD_HELD)
            return true;
        held = true;
    }
    return !held; /* a missing record is an exception of its own */
}

static void judge_way(const struct judging *judging)
{
    struct audit_path way =
        audit_path_judge(judging->at, judging->hop, judging->move->digest, judging->when);
    if (!way.had)
        find(judging,
             way.skipped ? FINDING_CODE_SKIPPED_ENVIRONMENT : FINDING_CODE_NOT_IN_PREDECESSOR,
             way.detail);
}

static void judge_denied(const struct judging *judging)
{
    const struct audit_move *move = judging->move;
    struct auditor *auditor = judging->at->auditor;
    const struct stream *stream =
        declared_stream(judging->at->before, move->namespace, move->stream);
    if (stream == NULL)
        return;
    struct tag_policy policy = stream_tag_policy(auditor->arena, stream, move->tag);
    if (policy_denies(&policy, move->digest))
        find(judging, FINDING_CODE_DENIED_PINNED, NULL);
}

/* --- gates --- */

/* Returns the record's line of evidence about the gate, or NULL. It may say that a person passed
 * over the gate. */
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
        /* There may be several gates of these kinds, and each line names its own. */
        bool named =
            gate->kind == GATE_SOAK || gate->kind == GATE_WINDOW || gate->kind == GATE_CHECK;
        if (!named || (strncmp(line + length + 1, gate->text, text) == 0 &&
                       (line[length + 1 + text] == ':' || line[length + 1 + text] == '\0')))
            return record->evidence[i];
    }
    return NULL;
}

/* True if a later run recorded the move: the record's time is then later than the move. */
static bool recorded_later(const struct judging *judging)
{
    return judging->move->record->left != 0;
}

/* A record has the time of writing, and the window must have been open then. */
static void judge_window(const struct judging *judging, const struct gate *gate)
{
    struct arena *arena = judging->at->auditor->arena;
    const struct settings_window *window =
        settings_window(&judging->at->before->settings, gate->text);
    char when[WINDOW_WHEN_MAX];
    if (recorded_later(judging))
        return;
    if (window == NULL || window->window == NULL)
        find(judging, FINDING_CODE_OUTSIDE_WINDOW,
             arena_print(arena, "window %s: %s did not declare a valid window with this name",
                         gate->text, SETTINGS_FILE));
    else if (!window_state(window->window, judging->when).open)
        find(judging, FINDING_CODE_OUTSIDE_WINDOW,
             arena_print(arena, "window %s: closed on %s", gate->text,
                         window_when(window->window, judging->when, when)));
}

static void judge_soak(const struct judging *judging, const struct gate *gate)
{
    const char *detail =
        audit_path_soak(judging->at, judging->hop, gate, judging->move->digest, judging->when);
    if (detail != NULL)
        find(judging, FINDING_CODE_SOAK_SHORT, detail);
}

static void judge_gate(const struct judging *judging, const struct gate *gate)
{
    struct arena *arena = judging->at->auditor->arena;
    const char *evidence = evidence_of(judging->move->record, gate);
    if (evidence == NULL)
        find(judging, FINDING_CODE_GATE_WITHOUT_EVIDENCE,
             arena_print(arena, "gate %s: %s", gate_word(gate->kind), gate->text));
    else if (text_starts(evidence, passed_over))
        return; /* judge_passed_over() reports it */
    else if (gate->kind == GATE_SOAK)
        judge_soak(judging, gate);
    else if (gate->kind == GATE_WINDOW)
        judge_window(judging, gate);
}

/* A manual gate asks for a person, so a person who passes it is not an exception. */
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
            find(judging, FINDING_CODE_GATE_PASSED_OVER, record->evidence[i]);
}

/* True if a person asked for the move, which freezes do not stop. */
static bool persons_word(const struct judging *judging)
{
    return asked_for(judging) != NULL;
}

static bool froze(const struct settings_freeze *freeze, const char *namespace, moment when)
{
    return freeze_covers(freeze, namespace) && freeze->from <= when && when < freeze->until &&
           (freeze->window == NULL || window_state(freeze->window, when).open);
}

static void judge_freeze(const struct judging *judging)
{
    const struct settings *settings = &judging->at->before->settings;
    if (persons_word(judging) || recorded_later(judging))
        return;
    for (size_t i = 0; i < settings->freeze_count; i++) {
        const struct settings_freeze *freeze = &settings->freezes[i];
        if (!froze(freeze, judging->move->namespace, judging->when))
            continue;
        find(judging, FINDING_CODE_FROZEN, freeze->reason);
        return;
    }
}

static void judge_promotion(const struct judging *judging)
{
    const struct path_entry *entry = judging->hop->entry;
    judge_way(judging);
    for (size_t i = 0; i < entry->gate_count; i++)
        judge_gate(judging, &entry->gates[i]);
    judge_passed_over(judging);
    judge_freeze(judging);
}

/* --- all of it --- */

static void judge_hop(const struct judging *judging)
{
    struct audit_move *move = judging->move;
    if (move->record == NULL || by_hand(judging)) {
        if (move->record != NULL)
            find(judging, FINDING_CODE_MOVED_BY_HAND, move->commit->why);
        judge_way(judging);
    } else if (move->record->kind == RECORD_ROLLED_BACK && stood_before(judging)) {
        move->rolled_back = true;
        find(judging, FINDING_CODE_ROLLED_BACK, move->record->why);
    } else if (!move->record->rebuilt) {
        judge_promotion(judging);
    }
    judge_denied(judging);
}

/* The hop as it was declared before the commit. If the same commit added the environment and its
 * image, the hop as it declares it. */
static const struct hop *hop_of(const struct audit_at *at, const struct audit_move *move)
{
    const struct hop *hop = declared_hop(at->before, move->namespace, move->stream, move->tag);
    return hop != NULL ? hop : declared_hop(at->after, move->namespace, move->stream, move->tag);
}

void audit_move_judge(const struct audit_at *at, struct audit_move *move, const struct track *track)
{
    bool recorded = move->record != NULL;
    struct judging judging = {
        .at = at,
        .move = move,
        .track = track,
        .hop = hop_of(at, move),
        .when = recorded ? move->record->time : move->commit->time,
        .who = move->commit->who, /* not the record's, for which only the journal vouches */
    };
    move->hop = judging.hop != NULL;
    /* A journal file that can't be trusted says nothing; it is a finding of its own. */
    bool silent = track->file != NULL && track->file->tag.trouble != NULL;
    if (!silent)
        judge_record(&judging);
    judge_signature(&judging);
    if (judging.hop != NULL)
        judge_hop(&judging);
    else
        judge_denied(&judging);
}
