// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/audit_move.h"

#include <string.h>

#include "diff/audit/audit_claims.h"
#include "diff/audit/audit_gates.h"
#include "diff/audit/audit_path.h"
#include "diff/audit/audit_record.h"
#include "diff/journal/arrival.h"
#include "diff/planner/freeze.h"
#include "diff/planner/planner.h"
#include "manifests/kinds/policy.h"

/* True if only persons move the hop: they promote by a command or merge a pull request. */
static bool by_persons(const struct hop *hop)
{
    return hop->entry->by == HOP_BY_MANUAL || hop->entry->by == HOP_BY_PULL_REQUEST;
}

/* True if the record follows a record of a pull request that proposed the image. */
static bool was_proposed(const struct judging *judging)
{
    struct tag_journal before = judging->track->file->tag;
    before.count = (size_t)(judging->move->record - before.records);
    return arrival_proposal(&before, judging->move->digest) != NULL;
}

/* True if a person moved a hop's target by hand, or committed it together with its image. These
 * moves are not by hand, although weir's own commit did not make them: a move that the trailers of
 * the commit or of a merged one name; an image that weir proposed; a rollback; and a person's
 * promotion, if only persons move the hop. */
static bool by_hand(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    if (judging->hop == NULL)
        return false;
    if (record != NULL && record->kind == RECORD_HELD)
        return true;
    if (record != NULL && record->rebuilt)
        return !judging_own(judging) && audit_record_committed(judging->at->auditor, record);
    if (record == NULL || judging_own(judging))
        return false;
    if (record->kind == RECORD_ROLLED_BACK)
        return !audit_claims_roll_back(judging);
    return !by_persons(judging->hop) && !audit_claims_name(judging) && !was_proposed(judging);
}

/* Compares the record with the commit's trailers, if weir made the commit. */
static void judge_claim(const struct judging *judging)
{
    struct arena *arena = judging->at->auditor->arena;
    const struct record *record = judging->move->record;
    const struct claimed_move *claim = judging_claim(judging);
    bool hop = judging->hop != NULL;
    const char *detail = NULL;
    if (!judging->move->commit->own || record->rebuilt)
        return;
    if (claim == NULL)
        detail = "weir's commit does not say that it moved the tag";
    else if (!judging_own(judging))
        detail = arena_print(arena, "weir's commit says that it moved the tag to %s",
                             claim->to != NULL ? claim->to : "no image");
    else if (hop && record->kind != arrival_claimed_kind(claim, hop))
        detail =
            arena_print(arena, "the record says %s, but its commit says %s",
                        record_word(record->kind), record_word(arrival_claimed_kind(claim, hop)));
    if (detail != NULL)
        judging_find(judging, FINDING_CODE_RECORD_DISAGREES, detail);
}

static void judge_record(const struct judging *judging)
{
    const struct record *record = judging->move->record;
    const struct audit_commit *commit = judging->move->commit;
    struct arena *arena = judging->at->auditor->arena;
    char time[MOMENT_TEXT_MAX];
    if (record == NULL) {
        judging_find(judging, FINDING_CODE_MOVE_WITHOUT_RECORD,
                     judging->track->file == NULL ? "the journal has no file for the tag"
                                                  : commit->why);
        return;
    }
    judge_claim(judging);
    /* Ignores the commit's time if one of its ancestors has the same or a later time. */
    size_t index = judging->at->index;
    bool raised = index > 0 && commit->time <= commit[-1].raised;
    if (record->time + AUDIT_CLOCKS < commit->time && !raised)
        judging_find(judging, FINDING_CODE_RECORD_EARLY,
                     arena_print(arena, "the commit is from %s", moment_print(commit->time, time)));
}

static void judge_signature(const struct judging *judging)
{
    const struct audit_commit *commit = judging->move->commit;
    if (commit->doubt != NULL)
        judging_find(judging,
                     commit->bare ? FINDING_CODE_UNSIGNED : FINDING_CODE_SIGNER_NOT_ALLOWED,
                     commit->bare ? NULL : commit->doubt);
}

/* True if the tag had the image before, and not only after moves by hand. */
static bool had_before(const struct judging *judging)
{
    const struct audit_move *move = judging->move;
    size_t index = judging->at->index;
    bool held = false;
    if (index == 0 || !track_had(judging->track, move->digest, index - 1)) {
        auditor_ask_past(judging->at->auditor);
        return false;
    }
    for (const struct record *at = judging->track->file->tag.records; at < move->record; at++) {
        if (!record_moves(at->kind) || !text_equal(at->digest, move->digest))
            continue;
        if (at->kind != RECORD_HELD)
            return true;
        held = true;
    }
    return !held; /* if there was no record at all, that is another finding */
}

static void judge_path(const struct judging *judging)
{
    struct audit_path path =
        audit_path_judge(judging->at, judging->hop, judging->move->digest, judging->when);
    if (!path.had)
        judging_find(judging,
                     path.skipped ? FINDING_CODE_SKIPPED_ENVIRONMENT
                                  : FINDING_CODE_NOT_IN_PREDECESSOR,
                     path.detail);
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
        judging_find(judging, FINDING_CODE_DENIED_PINNED, NULL);
}

static bool froze(const struct settings_freeze *freeze, const char *namespace, moment when)
{
    return freeze_covers(freeze, namespace) && freeze->from <= when && when < freeze->until &&
           (freeze->window == NULL || window_state(freeze->window, when).open);
}

/* True if the record says that a person's request passed over a freeze. */
static bool passed_freeze(const struct record *record)
{
    for (size_t i = 0; i < record->evidence_count; i++)
        if (text_equal(record->evidence[i].kind, EVIDENCE_FREEZE) &&
            record->evidence[i].outcome == EVIDENCE_OVERRIDDEN)
            return true;
    return false;
}

/* True if the move was merged: it came to the branch at the record's time, when the first run saw
 * it, and not in weir's own commit, whose record may have been written later. */
static bool merged(const struct judging *judging)
{
    return judging_recorded_later(judging) && judging->timed && !judging_own(judging);
}

/* Judges the freezes that were declared before the commit. A freeze does not stop a request; the
 * gates' evidence then says that the request passed over it. */
static void judge_freeze(const struct judging *judging)
{
    const struct settings *settings = &judging->at->before->settings;
    bool arrived = merged(judging);
    if (judging_requested(judging) || (judging_recorded_later(judging) && !arrived) ||
        passed_freeze(judging->move->record))
        return;
    for (size_t i = 0; i < settings->freeze_count; i++) {
        const struct settings_freeze *freeze = &settings->freezes[i];
        if (!froze(freeze, judging->move->namespace, judging->when))
            continue;
        if (!arrived)
            judging_find(judging, FINDING_CODE_FROZEN, freeze->reason);
        else
            judging_find(judging, FINDING_CODE_MERGED_AGAINST_STOP,
                         arena_print(judging->at->auditor->arena, "freeze%s%s",
                                     freeze->reason != NULL ? ": " : "",
                                     freeze->reason != NULL ? freeze->reason : ""));
        return;
    }
}

/* Judges a hold that the commit found and left. */
static void judge_hold(const struct judging *judging)
{
    struct hold hold = judging_hold(judging, judging->at->before);
    if (!merged(judging) || !hold_active(&hold, judging->when) ||
        !judging_hold(judging, judging->at->after).set)
        return;
    judging_find(judging, FINDING_CODE_MERGED_AGAINST_STOP,
                 arena_print(judging->at->auditor->arena, "hold%s%s",
                             hold.reason != NULL ? ": " : "",
                             hold.reason != NULL ? hold.reason : ""));
}

static void judge_promotion(const struct judging *judging)
{
    judge_path(judging);
    audit_gates_judge(judging);
    judge_freeze(judging);
    judge_hold(judging);
}

static void judge_hop(const struct judging *judging)
{
    struct audit_move *move = judging->move;
    if (move->record == NULL || by_hand(judging)) {
        if (move->record != NULL)
            judging_find(judging, FINDING_CODE_MOVED_BY_HAND, move->commit->why);
        judge_path(judging);
    } else if (move->record->kind == RECORD_ROLLED_BACK && had_before(judging)) {
        move->rolled_back = true;
        judging_find(judging, FINDING_CODE_ROLLED_BACK, move->record->why);
    } else if (!move->record->rebuilt) {
        judge_promotion(judging);
    }
    judge_denied(judging);
}

/* Returns the hop to the tag as it was declared before the commit. If there was none, returns the
 * hop that the commit declares, or NULL. */
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
        .timed = !recorded || record_believed(move->record, at->auditor->scope->now),
        .who = move->commit->who, /* not from the record, which may be forged */
    };
    move->hop = judging.hop != NULL;
    /* The records of a journal file that can't be trusted are not used; the file has its own
     * finding. */
    bool silent = track->file != NULL && track->file->tag.trouble != NULL;
    if (!silent)
        judge_record(&judging);
    judge_signature(&judging);
    if (judging.hop != NULL)
        judge_hop(&judging);
    else
        judge_denied(&judging);
}
