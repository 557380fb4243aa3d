// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/due_record.h"

#include "diff/journal/arrival.h"

moment due_record_now(const struct due_writer *writer)
{
    return writer->context->observed->now;
}

struct record *due_record_add(struct due_writer *writer, const struct row *row,
                              enum record_kind kind, const char *digest)
{
    struct due *due = list_add(writer->arena, writer->out);
    *due = (struct due){
        .environment = row->environment,
        .stream = row->stream,
        .tag = row->tag,
        .record = {.kind = kind, .time = due_record_now(writer), .digest = digest},
    };
    if (digest != NULL)
        due->record.reference = row->reference;
    return &due->record;
}

/* Returns the followed tag for a record with a digest; a record without one has none. */
static const char *digest_alias(const char *digest, const char *followed)
{
    return digest != NULL ? followed : NULL;
}

/* Returns the kind of record for a tag that a person's request moved. hop: a promotion moves the
 * tag.
 */
static enum record_kind asked_kind(const struct intent *intent, bool hop)
{
    if (intent->kind == INTENT_ROLLBACK)
        return RECORD_ROLLED_BACK;
    if (intent->kind == INTENT_PROMOTE)
        return RECORD_PROMOTED;
    if (intent->kind == INTENT_DELETE_TAG)
        return RECORD_MISSING;
    /* The promotion would replace an image that a person set, so the target of a hop is held. */
    return hop ? RECORD_HELD : RECORD_PINNED;
}

void due_record_written(struct due_writer *writer, const struct row *row)
{
    const struct intent *intent = writer->context->intent;
    bool hop = row->kind == ROW_HOP && !row->found;
    enum record_kind kind = hop ? RECORD_PROMOTED : RECORD_PINNED;
    if (row->action == ACTION_SET && intent != NULL)
        kind = asked_kind(intent, row->kind == ROW_HOP);
    struct record *record = due_record_add(writer, row, kind, row->wanted_digest);
    record->alias = digest_alias(row->wanted_digest, row->follows);
    record->commit = writer->context->commit;
    record->source = writer->context->base;
    record->rebuilt = row->found;
    record->who = writer->context->who;
    record->why = reason_sentence(row->reason);
    if (row->action == ACTION_SET && intent != NULL && intent->reason != NULL)
        record->why = intent->reason;
    record->evidence = row->evidence;
    record->evidence_count = row->evidence_count;
    record->holds = kind == RECORD_ROLLED_BACK && !intent->resume_on_newer;
}

/* Returns when the tag lost the image of its last record by this commit. */
static moment left_by(const struct due_writer *writer, const struct tag_journal *tag,
                      const struct pin_origin *origin)
{
    struct standing standing = journal_standing(tag, due_record_now(writer));
    const struct record *head = standing.head;
    return arrival_left(origin, head != NULL ? head->digest : NULL,
                        head != NULL ? standing.since : 0, due_record_now(writer));
}

void due_record_released_before(struct due_writer *writer, const struct row *row)
{
    struct record *record = due_record_add(writer, row, RECORD_RELEASED, NULL);
    const struct pin_origin *release = row->release;
    if (release == NULL)
        return;
    record->commit = release->commit;
    record->who = release->who;
    record->merger = release->merger;
    record->why = release->claim != NULL && release->claim->reason != NULL ? release->claim->reason
                                                                           : release->why;
}

/* Fills in what the arrival says about the move. */
static void take_arrival(const struct due_writer *writer, const struct tag_journal *tag,
                         const struct arrival *arrival, struct record *record)
{
    const struct pin_origin *origin = arrival->origin;
    /* An image that was found in the same run has been in the tag for no time. */
    record->left = arrival->earlier == NULL ? left_by(writer, tag, origin) : 0;
    record->commit = origin->commit;
    record->source = origin->claim != NULL && !arrival->again ? origin->claim->source : NULL;
    record->who = arrival->who;
    record->merger = origin->merger;
    record->why = arrival->why;
    record->evidence = arrival->evidence;
    record->evidence_count = arrival->evidence_count;
    record->holds = record->kind == RECORD_ROLLED_BACK && origin->holds;
}

void due_record_passed(struct due_writer *writer, const struct row *row,
                       const struct tag_journal *tag, const struct arrival *arrival,
                       enum record_kind kind)
{
    const struct pin_origin *origin = arrival->origin;
    struct record *record = due_record_add(writer, row, kind, arrival->digest);
    record->reference = origin->reference != NULL ? origin->reference : row->current_reference;
    record->alias = origin->alias;
    take_arrival(writer, tag, arrival, record);
}

/* True if a commit of weir's brought the row's image to a tag that no promotion moves. */
static bool weir_pinned(const struct row *row)
{
    return row->arrival != NULL && row->arrival->origin->claim != NULL && row->kind != ROW_HOP;
}

void due_record_found(struct due_writer *writer, const struct row *row,
                      const struct tag_journal *tag, enum record_kind kind)
{
    struct record *record = due_record_add(writer, row, kind, row->current_digest);
    record->reference = row->current_reference;
    record->alias = row->followed;
    record->rebuilt = kind == RECORD_PINNED && journal_first(tag) && !weir_pinned(row);
    record->commit = record->rebuilt ? writer->context->base : NULL;
    record->why = "found";
    if (row->arrival != NULL)
        take_arrival(writer, tag, row->arrival, record);
}

static int compare_deletion(const void *key, const void *item)
{
    return tag_name_compare(*(const struct tag_name *)key,
                            ((const struct plan_deletion *)item)->name);
}

void due_record_missing(struct due_writer *writer, const struct row *row,
                        const struct tag_journal *tag)
{
    const struct tag_name name = {row->environment, row->stream, row->tag};
    const struct plan_deletion *deletion =
        list_find(&writer->context->plan->deletions, &name, compare_deletion);
    struct record *record = due_record_add(writer, row, RECORD_MISSING, NULL);
    if (deletion == NULL)
        return;
    const struct pin_origin *origin = deletion->origin;
    const struct claimed_move *claim = origin->claim;
    record->left = left_by(writer, tag, origin);
    record->commit = origin->commit;
    record->source = claim != NULL ? claim->source : NULL;
    record->who = origin->who;
    record->merger = origin->merger;
    record->why = claim != NULL && claim->reason != NULL ? claim->reason : origin->why;
}

void due_record_again(struct due_writer *writer, const struct row *row, enum record_kind kind)
{
    struct record *record = due_record_add(writer, row, kind, row->current_digest);
    record->reference = row->current_reference;
    record->alias = row->followed;
    record->commit = writer->context->base;
    record->why = "found again: the recorded commit is not on the branch";
    record->rebuilt = true;
}

void due_record_followed(struct due_writer *writer, const struct row *row, bool first)
{
    bool stopped = row_state(row) != ROW_STEADY;
    struct record *record = due_record_add(writer, row, RECORD_PINNED, row->gives);
    record->alias = row->follows;
    bool wrote = writer->context->commit != NULL;
    record->commit = wrote ? writer->context->commit : writer->context->base;
    record->who = wrote ? writer->context->who : NULL;
    record->why = first || stopped ? reason_sentence(row->reason) : ALIAS_MOVED;
}

void due_record_released(struct due_writer *writer, const struct row *row)
{
    struct record *record = due_record_add(writer, row, RECORD_RELEASED, NULL);
    record->commit = writer->context->commit;
    record->who = writer->context->who;
    record->why = writer->context->intent->reason;
}
