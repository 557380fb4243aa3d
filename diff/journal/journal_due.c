// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/journal_due.h"

#include "diff/journal/arrival.h"
#include "diff/journal/due_record.h"
#include "diff/journal/repair_records.h"

/* True if the release came before the row's arrival: an alias that was released follows its tag
 * again. A move by hand and a rollback come before the release that ends them. */
static bool release_first(const struct row *row)
{
    return row->arrival == NULL ||
           (row->arrival->kind != RECORD_HELD && row->arrival->kind != RECORD_ROLLED_BACK);
}

/* Returns the kind of record for an image that the tag had only between two runs. An arrival whose
 * gates were not judged is a move by hand. A followed tag may have had the image that weir would
 * have written. held: the tag was moved by hand before, and nobody released it. */
static enum record_kind passed_kind(const struct row *row, const struct arrival *arrival, bool held)
{
    enum record_kind kind = arrival->open ? RECORD_HELD : arrival->kind;
    bool wanted = !held && row->kind == ROW_TAG && arrival->earlier == NULL &&
                  text_equal(arrival->digest, row->live_digest);
    return kind == RECORD_HELD && wanted ? RECORD_PINNED : kind;
}

/* Records the images that the tag had between its last record and this run, the oldest first. */
static void passed(struct due_writer *writer, const struct row *row, const struct tag_journal *tag,
                   const struct arrival *arrival)
{
    if (arrival == NULL)
        return;
    bool held = journal_standing(tag, due_record_now(writer)).held != NULL;
    passed(writer, row, tag, arrival->earlier);
    due_record_passed(writer, row, tag, arrival, passed_kind(row, arrival, held));
}

/* Records a pin that was there before this run, the images before it, and a release that came after
 * it. */
static void found(struct due_writer *writer, const struct row *row, const struct tag_journal *tag,
                  enum record_kind kind)
{
    if (row->arrival != NULL)
        passed(writer, row, tag, row->arrival->earlier);
    due_record_found(writer, row, tag, kind);
    if (row->arrival != NULL && row->was_released && !release_first(row))
        due_record_released_before(writer, row);
}

/* Returns the kind of record for a pin of which nothing is known, or that equals the wanted one. */
static enum record_kind usual_kind(const struct row *row)
{
    return row->kind == ROW_HOP ? RECORD_PROMOTED : RECORD_PINNED;
}

/* Returns the kind of record for a pin that came back after the tag was missing. In the target of a
 * promotion it is a move by hand, unless the rules of the step let it pass. A second arrival is not
 * a move by hand, because the tag had no image that this one replaced. */
static enum record_kind returned_kind(const struct row *row)
{
    const struct arrival *arrival = row->arrival;
    if (arrival == NULL || arrival->again ||
        (row->kind != ROW_HOP && arrival->origin->claim == NULL))
        return usual_kind(row);
    return arrival->open ? RECORD_HELD : arrival->kind;
}

/* Returns the kind of record for a pin that was there before the tag's first record. It does not
 * count as a promotion or a move by hand, unless a command of weir made it or the rules of the step
 * let it pass. */
static enum record_kind first_kind(const struct row *row, const struct tag_journal *tag)
{
    const struct arrival *arrival = row->arrival;
    const struct claimed_move *claim = arrival != NULL ? arrival->origin->claim : NULL;
    if (!journal_first(tag))
        return returned_kind(row);
    if (arrival == NULL || arrival->open || (row->kind != ROW_HOP && claim == NULL))
        return RECORD_PINNED;
    bool word = claim != NULL && arrival_requested(claim);
    return arrival->kind == RECORD_HELD && !word ? RECORD_PINNED : arrival->kind;
}

/* Returns the kind of record for an image that an alias had before this run. */
static enum record_kind alias_kind(const struct row *row)
{
    return row->arrival != NULL ? row->arrival->kind : RECORD_PINNED;
}

/* True if the row does not say which image the tag's file has. */
static bool undecided(const struct row *row)
{
    return row->reason == REASON_PROBLEM || row->reason == REASON_JOURNAL_UNKNOWN ||
           row->reason == REASON_SHARED_BASE;
}

/* True if the record and the row name the same source, even in different spellings, or if one of
 * them names none. */
static bool same_source(struct arena *arena, const struct record *head, const struct row *row)
{
    struct reference then, now;
    struct err err = {0};
    if (head->reference == NULL || row->reference == NULL ||
        text_equal(head->reference, row->reference))
        return true;
    return reference_parse(arena, head->reference, &then, &err) == 0 &&
           reference_parse(arena, row->reference, &now, &err) == 0 &&
           reference_same_tag(&then, &now);
}

/* True if the row has an image and no record, if the tag's last move record has another digest or
 * follows another tag, or if the tag had other images since then. */
static bool unrecorded(const struct row *row, const struct record *head)
{
    return row->current_digest != NULL && (head == NULL || row->arrival != NULL ||
                                           !text_equal(head->digest, row->current_digest) ||
                                           !text_equal(head->alias, row->followed));
}

/* True if weir itself would have written the image that the tag has. It imports nothing into a tag
 * that is imported once. An image that the branch had before was brought back by a person. */
static bool would_write(const struct row *row)
{
    const struct arrival *arrival = row->arrival;
    return row->reason != REASON_IMPORTED_ONCE &&
           (arrival == NULL || (!arrival->again && row->kind != ROW_HOP));
}

bool journal_due_kind(const struct row *row, bool held, enum record_kind *out)
{
    const struct arrival *arrival = row->arrival;
    if (arrival != NULL && arrival->earlier != NULL)
        held = passed_kind(row, arrival->earlier, held) == RECORD_HELD;
    bool steady = row_state(row) == ROW_STEADY;
    *out = arrival != NULL ? arrival->kind : RECORD_HELD;
    if (arrival != NULL && arrival->open)
        return false;
    if (*out != RECORD_HELD || row->was_released || row->reason == REASON_HAND_MOVED ||
        row->reason == REASON_DENIED_CURRENT || (arrival != NULL && row->kind == ROW_HOP))
        return true;
    if (steady && !held && would_write(row))
        *out = usual_kind(row);
    return steady;
}

/* True if the rules that the arrival must pass could not be judged in this run. */
static bool unjudged(const struct row *row)
{
    return row->arrival != NULL && row->arrival->open && row_state(row) == ROW_UNKNOWN;
}

/* Records the pin again, because its record cites a commit that the branch does not have. A move by
 * hand that was released is not recorded as held again. */
static void found_again(struct due_writer *writer, const struct row *row, const struct record *head,
                        bool held)
{
    bool released = head->kind == RECORD_HELD && (!held || row->was_released);
    due_record_again(writer, row, released ? usual_kind(row) : head->kind);
}

/* Records a pin that was there before this run and stays. */
static void kept(struct due_writer *writer, const struct row *row, const struct tag_journal *tag,
                 const struct record *head, bool held)
{
    enum record_kind kind;
    if (row->current_digest == NULL && head != NULL)
        due_record_missing(writer, row, tag);
    else if (row->uncited && head != NULL && !unrecorded(row, head))
        found_again(writer, row, head, held);
    else if (unrecorded(row, head) && head == NULL && !unjudged(row))
        found(writer, row, tag, first_kind(row, tag));
    else if (unrecorded(row, head) && head != NULL && journal_due_kind(row, held, &kind))
        found(writer, row, tag, kind);
    else if (head != NULL && !unrecorded(row, head) && row->reason == REASON_UP_TO_DATE &&
             !same_source(writer->arena, head, row))
        found(writer, row, tag, RECORD_PINNED);
}

/* Records the pin that this run replaced, if it has no record. Returns true if it did. */
static bool replaced(struct due_writer *writer, const struct row *row,
                     const struct tag_journal *tag, const struct record *head)
{
    const struct arrival *arrival = row->arrival;
    bool same_alias = row->followed != NULL && head != NULL &&
                      text_equal(head->alias, row->followed) && arrival == NULL;
    /* due_record_followed() records what this run changed. */
    if (!unrecorded(row, head) || same_alias)
        return false;
    bool judged = arrival != NULL && !arrival->open;
    enum record_kind kind = head == NULL ? first_kind(row, tag)
                            : judged     ? arrival->kind
                                         : RECORD_HELD;
    found(writer, row, tag, row->followed != NULL ? alias_kind(row) : kind);
    return true;
}

/* Records the images of an alias: the one before this run, if it has no record, and the one after
 * it, if that is another one. */
static void kept_alias(struct due_writer *writer, const struct row *row,
                       const struct tag_journal *tag, const struct record *head, bool held)
{
    bool before = replaced(writer, row, tag, head);
    const char *last = before ? row->current_digest : head != NULL ? head->digest : NULL;
    if (row->empty && last != NULL)
        due_record_add(writer, row, RECORD_MISSING, NULL);
    else if (row->gives != NULL && !text_equal(row->gives, last))
        due_record_followed(writer, row, last == NULL);
    else if (row->uncited && head != NULL && text_equal(head->digest, last))
        found_again(writer, row, head, held);
}

/* Records the tag's digest upstream, unless it is known from the journal or from a record that this
 * run added at the index `before` or later. */
static void seen(struct due_writer *writer, const struct row *row, const struct tag_journal *tag,
                 size_t before)
{
    struct standing standing = journal_standing(tag, due_record_now(writer));
    const char *known = standing.live != NULL ? standing.live->digest : NULL;
    for (size_t i = before; i < writer->out->count; i++) {
        const struct record *record = &writer->out->items[i].record;
        if (record->kind == RECORD_PINNED)
            known = record->digest;
    }
    if (row->live_digest == NULL || text_equal(known, row->live_digest))
        return;
    struct record *record = due_record_add(writer, row, RECORD_SEEN, row->live_digest);
    if (row->live_reference != NULL)
        record->reference = row->live_reference;
}

/* Records the pin that the tag had, if it has no record, and then who deleted the tag. */
static void deleted(struct due_writer *writer, const struct row *row, const struct tag_journal *tag,
                    const struct record *head)
{
    size_t before = writer->out->count;
    replaced(writer, row, tag, head);
    if (head != NULL || writer->out->count > before)
        due_record_written(writer, row);
}

static bool moves(const struct row *row)
{
    return row_state(row) == ROW_WRITES && row->wanted_digest != NULL;
}

/* Remembers that the tag has a move without a record, unless this run records it: it has added
 * records since the index `before`. */
static void look_for_lacking(struct due_writer *writer, const struct row *row, size_t before)
{
    bool waits = row->arrival != NULL;
    for (size_t i = before; i < writer->out->count; i++)
        waits &= !record_moves(writer->out->items[i].record.kind);
    writer->lacking |= waits;
}

static void learn(struct due_writer *writer, const struct row *row)
{
    const struct intent *intent = writer->context->intent;
    const struct tag_journal *tag =
        journal_find(writer->journal, row->environment, row->stream, row->tag);
    size_t before = writer->out->count;
    if (undecided(row) || (tag != NULL && tag->trouble != NULL))
        return;
    struct standing standing = journal_standing(tag, due_record_now(writer));
    const struct record *head = standing.head;
    bool recorded = head != NULL && text_equal(head->digest, row->wanted_digest) &&
                    text_equal(head->alias, row->follows) && standing.held == NULL &&
                    same_source(writer->arena, head, row);
    if (intent != NULL && intent->kind == INTENT_REPAIR) {
        struct repair_run run = {due_record_now(writer), writer->context->base};
        if (row->reason == REASON_REPAIRED)
            repair_records_add(writer->arena, row, tag, &run, writer->out);
        return;
    }
    if (row->was_released && release_first(row))
        due_record_released_before(writer, row);
    if (intent != NULL && intent->kind == INTENT_RELEASE) {
        replaced(writer, row, tag, head);
        if (row->action == ACTION_SET || row->reason == REASON_RELEASED)
            due_record_released(writer, row);
        if (moves(row) && !text_equal(row->follows, row->followed))
            due_record_written(writer, row);
    } else if (row->deletes) {
        deleted(writer, row, tag, head);
    } else if (!moves(row) && row->followed != NULL) {
        kept_alias(writer, row, tag, head, standing.held != NULL);
    } else if (!moves(row)) {
        kept(writer, row, tag, head, standing.held != NULL);
    } else {
        if (replaced(writer, row, tag, head) || !recorded)
            due_record_written(writer, row);
    }
    look_for_lacking(writer, row, before);
    seen(writer, row, tag, before);
}

static int compare_rows(const void *a, const void *b)
{
    const struct row *left = *(const struct row *const *)a, *right = *(const struct row *const *)b;
    return tag_name_compare((struct tag_name){left->environment, left->stream, left->tag},
                            (struct tag_name){right->environment, right->stream, right->tag});
}

/* Records the tags that are no longer declared. Does nothing if a declaration has an error, because
 * the error may hide a tag. */
static void missing(struct due_writer *writer)
{
    LIST_OF(const struct row *) rows = {0};
    list_each (problem, &writer->context->declared->problems)
        if (problem_severity(problem->code) == SEVERITY_ERROR)
            return;
    list_each (row, &writer->context->plan->rows)
        if (row->kind != ROW_CONSUMER)
            *list_add(writer->arena, &rows) = row;
    list_sort(&rows, compare_rows);
    list_each (tag, &writer->journal->tags) {
        struct row row = {.environment = tag->environment, .stream = tag->stream, .tag = tag->tag};
        const struct row *key = &row;
        bool planned = list_find(&rows, &key, compare_rows) != NULL;
        if (!planned && tag->trouble == NULL &&
            journal_standing(tag, due_record_now(writer)).head != NULL)
            due_record_missing(writer, &row, tag);
    }
}

static int by_tag(const void *a, const void *b)
{
    const struct due *left = a, *right = b;
    return tag_name_compare((struct tag_name){left->environment, left->stream, left->tag},
                            (struct tag_name){right->environment, right->stream, right->tag});
}

bool journal_due(struct arena *arena, const struct due_context *context, due_list *out)
{
    const struct journal *journal = context->observed->journal;
    struct due_writer writer = {.arena = arena, .context = context, .journal = journal, .out = out};
    bool request = context->intent != NULL && context->intent->kind != INTENT_NONE;
    *out = (due_list){0};
    if (journal == NULL || journal->advisory || journal->state == JOURNAL_NOT_KEPT ||
        journal->state == JOURNAL_UNKNOWN)
        return false;
    list_each (row, &context->plan->rows) {
        bool second = row->kind == ROW_HOP && row->reason == REASON_PROBLEM;
        if (row->kind != ROW_CONSUMER && !second)
            learn(&writer, row);
    }
    if (!request)
        missing(&writer);
    list_sort(out, by_tag);
    return !request && !writer.lacking;
}
