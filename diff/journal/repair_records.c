// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/repair_records.h"

#include "manifests/base/text.h"

bool repair_records_image(const struct standing *standing, const char *digest)
{
    const struct record *head = standing->head;
    return head != NULL && standing->since_unknown &&
           (head->alias != NULL || text_equal(head->digest, digest));
}

/* Adds a copy of the record, of the given kind and with the time of the run. wrong: the old record
 * has a wrong time. */
static void add(struct arena *arena, const struct row *row, const struct record *old,
                enum record_kind kind, bool wrong, const struct repair_run *run, due_list *out)
{
    char time[MOMENT_TEXT_MAX];
    struct due *due = list_add(arena, out);
    *due = (struct due){
        .environment = row->environment, .stream = row->stream, .tag = row->tag, .record = *old};
    struct record *record = &due->record;
    record->kind = kind;
    record->time = run->now;
    record->left = 0;
    /* An alias has no pin, so no commit of the branch shows its image. */
    record->commit = record_moves(kind) && old->alias == NULL ? run->base : NULL;
    record->source = NULL;
    record->evidence = NULL;
    record->evidence_count = 0;
    record->rebuilt = true;
    record->why = !wrong ? "repaired: seen last, also after the image was recorded again"
                         : arena_print(arena, "repaired: the earlier record says %s, a wrong time",
                                       moment_print(old->time, time));
}

void repair_records_add(struct arena *arena, const struct row *row, const struct tag_journal *tag,
                        const struct repair_run *run, due_list *out)
{
    struct standing standing = journal_standing(tag, run->now);
    const struct record *head = standing.head, *live = standing.live;
    bool image = repair_records_image(&standing, row->current_digest);
    bool pinned = image && head->kind == RECORD_PINNED; /* says the digest upstream as well */
    if (image)
        add(arena, row, head, head->kind, true, run, out);
    if (image && standing.released) {
        struct record released = {.kind = RECORD_RELEASED, .time = head->time, .who = head->who};
        add(arena, row, &released, RECORD_RELEASED, true, run, out);
    }
    if (live == NULL)
        return;
    bool same = image && text_equal(live->digest, head->digest);
    if (pinned ? !same : standing.live_unknown)
        add(arena, row, live, RECORD_SEEN, standing.live_unknown, run, out);
}
