// SPDX-License-Identifier: Apache-2.0
#include "diff/audit/judging.h"

#include "diff/journal/arrival.h"

void judging_find(const struct judging *judging, enum finding_code code, const char *detail)
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

const struct claimed_move *judging_claim(const struct judging *judging)
{
    const struct audit_move *move = judging->move;
    return auditor_claim(judging->at->auditor->arena, move->commit, move->namespace, move->stream,
                         move->tag);
}

bool judging_own(const struct judging *judging)
{
    const struct claimed_move *claim = judging_claim(judging);
    return judging->move->commit->own && claim != NULL &&
           text_equal(claim->to, judging->move->digest);
}

bool judging_requested(const struct judging *judging)
{
    const struct claimed_move *claim = judging_claim(judging);
    return judging_own(judging) && arrival_requested(claim);
}

struct hold judging_hold(const struct judging *judging, const struct declared *declared)
{
    const struct audit_move *move = judging->move;
    const struct stream *stream = declared_stream(declared, move->namespace, move->stream);
    if (stream == NULL)
        return (struct hold){0};
    return stream_tag_policy(judging->at->auditor->arena, stream, move->tag).hold;
}

bool judging_recorded_later(const struct judging *judging)
{
    return judging->move->record->left != 0 || !judging->timed;
}
