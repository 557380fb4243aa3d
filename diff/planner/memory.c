// SPDX-License-Identifier: Apache-2.0
#include "diff/planner/memory.h"

#include "diff/journal/arrival.h"
#include "manifests/base/list.h"

static enum journal_state journal_state(const struct planner *planner)
{
    const struct journal *journal = planner->observed->journal;
    return journal != NULL ? journal->state : JOURNAL_NOT_KEPT;
}

void memory_recall(struct planner *planner, struct tag_node *node)
{
    const struct journal *journal = planner->observed->journal;
    if (journal_state(planner) != JOURNAL_READ)
        return;
    node->memory = journal_find(journal, node->environment, node->name, node->tag);
    node->standing = journal_standing(node->memory, planner->observed->now);
}

bool memory_whole(struct planner *planner, const struct tag_journal *tag)
{
    if (tag == NULL || !tag->recent)
        return true;
    *list_add(planner->arena, &planner->lacking) = (struct journal_need){.tag = tag};
    return false;
}

bool memory_more(struct planner *planner, const struct tag_journal *tag)
{
    if (tag == NULL || !tag->recent)
        return false;
    *list_add(planner->arena, &planner->lacking) =
        (struct journal_need){.tag = tag, .late = tag->late == NULL};
    return true;
}

bool memory_lacks(struct planner *planner, const struct tag_journal *tag, const char *digest)
{
    if (journal_lacks(tag, digest))
        return true;
    *list_add(planner->arena, &planner->lacking) =
        (struct journal_need){.tag = tag, .late = true, .digest = digest};
    return false;
}

void memory_stretches(struct planner *planner, const struct tag_journal *tag, stretches *out)
{
    *out = (stretches){0};
    if (memory_whole(planner, tag))
        journal_stretches(planner->arena, tag, planner->observed->now, out);
}

void memory_seen(struct planner *planner, const struct tag_journal *tag, stretches *out)
{
    *out = (stretches){0};
    if (memory_whole(planner, tag))
        journal_seen(planner->arena, tag, planner->observed->now, out);
}

const char *memory_trouble(const struct planner *planner, const struct tag_node *node)
{
    if (journal_state(planner) == JOURNAL_UNKNOWN)
        return planner->observed->journal->why;
    return node->memory != NULL ? node->memory->trouble : NULL;
}

bool memory_kept(const struct planner *planner)
{
    return journal_state(planner) != JOURNAL_NOT_KEPT;
}

bool memory_behind(const struct planner *planner)
{
    const struct journal *journal = planner->observed->journal;
    return journal->reached == NULL || journal->behind;
}

/* Returns the key of a question about the tag: "FILE#ENVIRONMENT/STREAM:TAG" and the rest. */
static const char *key_of(struct planner *planner, const struct tag_node *node, const char *rest)
{
    return arena_print(planner->arena, "%s#%s/%s:%s%s", node->stream->file, node->environment,
                       node->name, node->tag, rest);
}

/* Asks which commits led from the source `from` to this one. since: NULL: the newest commit at
 * which the tag had `from`. */
static const struct answer *ask_moves(struct planner *planner, const struct tag_node *node,
                                      const char *source, const char *from, const char *since)
{
    const char *rest = arena_print(planner->arena, "@%s^%s%s%s", source, from,
                                   since != NULL ? "^" : "", since != NULL ? since : "");
    return planner_ask(planner, QUESTION_MOVES, key_of(planner, node, rest));
}

const struct answer *memory_origin(struct planner *planner, const struct tag_node *node,
                                   const char *source)
{
    const struct record *head = node->standing.head;
    const char *since = planner->observed->journal->reached;
    const char *from = head == NULL ? NULL : head->alias != NULL ? head->alias : head->digest;
    const struct answer *moves = NULL;
    if (from != NULL && since != NULL) {
        moves = ask_moves(planner, node, source, from, since);
        if (moves == NULL || moves->origin != NULL)
            return moves;
    }
    const char *rest = arena_print(planner->arena, "@%s", source);
    const struct answer *answer =
        planner_ask(planner, QUESTION_ORIGIN, key_of(planner, node, rest));
    if (from == NULL || answer == NULL || answer->origin == NULL ||
        answer->origin->before == NULL || text_equal(answer->origin->before, from))
        return answer;
    moves = ask_moves(planner, node, source, from, NULL);
    return moves == NULL || moves->origin != NULL ? moves : answer;
}

const struct answer *memory_deletion(struct planner *planner, const struct stream *stream,
                                     const struct tag_journal *tag)
{
    const char *key = arena_print(planner->arena, "%s#%s/%s:%s?", stream->file, tag->environment,
                                  tag->stream, tag->tag);
    return planner_ask(planner, QUESTION_ORIGIN, key);
}

bool memory_judges(const struct planner *planner, const struct tag_node *node)
{
    return node->stream != NULL && !node->stream->shared && memory_trouble(planner, node) == NULL &&
           journal_state(planner) == JOURNAL_READ && !planner->observed->journal->advisory;
}

const struct pin_origin *memory_returned(struct planner *planner, const struct tag_node *node,
                                         const char *source)
{
    const struct journal *journal = planner->observed->journal;
    if (journal->reached == NULL || !memory_judges(planner, node))
        return NULL;
    const struct answer *changed = planner_ask(planner, QUESTION_CHANGED, journal->reached);
    if (changed == NULL || list_search(changed->files, changed->file_count, sizeof *changed->files,
                                       &node->stream->file, list_compare_texts) == NULL)
        return NULL;
    const struct answer *moves = ask_moves(planner, node, source, source, journal->reached);
    return moves != NULL ? moves->origin : NULL;
}

/* Asks which commit released the tag: the one that released the digest, or the one that removed the
 * hold (digest: ""). Returns NULL while the answer is outstanding. */
static const struct answer *ask_release(struct planner *planner, const struct tag_node *node,
                                        const char *digest)
{
    const char *rest = arena_print(planner->arena, "!%s", digest);
    return planner_ask(planner, QUESTION_ORIGIN, key_of(planner, node, rest));
}

/*
 * Recognizes a release that a person made in a clone: it released the digest of a move by hand with
 * weir.dev/released, or it removed the hold of a rollback. In a work tree the release counts, but
 * nothing is asked, because nothing is recorded.
 */
static void recognize_release(struct planner *planner, struct tag_node *node, const char *digest)
{
    const struct standing *standing = &node->standing;
    const struct record *head = standing->head;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    bool hand = standing->held != NULL && text_equal(policy.released, digest);
    bool back =
        head->kind == RECORD_ROLLED_BACK && head->holds && !standing->released && !policy.hold.set;
    if (!hand && !back)
        return;
    node->pin = PIN_AS_RECORDED;
    if (planner->observed->journal->advisory)
        return;
    const struct answer *answer = ask_release(planner, node, hand ? digest : "");
    if (answer == NULL) {
        node->pin = PIN_ASKING;
        return;
    }
    node->release = answer->origin != NULL && answer->origin->releases ? answer->origin : NULL;
    node->released = hand || node->release != NULL;
}

/*
 * Recognizes that a person released an arrival before any run recorded it: the rollback's hold was
 * removed, or the digest of the move by hand is released. This run then records both.
 */
static void recognize_released_arrival(struct planner *planner, struct tag_node *node,
                                       const char *digest)
{
    const struct arrival *arrival = node->arrival;
    struct tag_policy policy = stream_tag_policy(planner->arena, node->stream, node->tag);
    bool hand = node->pin == PIN_BY_HAND && text_equal(policy.released, digest);
    bool back = arrival->kind == RECORD_ROLLED_BACK && arrival->origin->holds && !policy.hold.set;
    if (!hand && !back)
        return;
    const struct answer *answer = ask_release(planner, node, hand ? digest : "");
    node->pin = answer == NULL ? PIN_ASKING : PIN_ARRIVED;
    if (answer != NULL && answer->origin != NULL && answer->origin->releases)
        node->release = answer->origin;
    node->released = answer != NULL && (hand || node->release != NULL);
}

/* Decides who made the move, and those before it that have no record either. */
static void take_arrival(struct planner *planner, struct tag_node *node, const char *digest,
                         const struct pin_origin *origin)
{
    const struct record *head = node->standing.head;
    bool hop = node->hop != NULL, was_alias = head != NULL && head->alias != NULL;
    node->arrival =
        arrival_chain(planner->arena, node->memory, memory_behind(planner), hop, digest, origin);
    if (was_alias && !hop && node->arrival->earlier == NULL && node->arrival->kind == RECORD_HELD)
        node->arrival->kind = RECORD_PINNED;
    bool hand = head != NULL && node->arrival->kind == RECORD_HELD;
    node->pin = head == NULL ? PIN_NOT_JUDGED : hand ? PIN_BY_HAND : PIN_ARRIVED;
    recognize_released_arrival(planner, node, digest);
}

/*
 * A pin that differs from the last record, or that left it and came back, was set by a commit
 * without a record: weir made it in a run that was killed before it could write the record, or a
 * person made it. If the tag has no record at all, the pin is not judged, but the commit is found,
 * so that it can be recorded. These pins are not judged either: pins in a shared stream; all pins
 * if the journal is not kept, new or lost; in a work tree, pins that differ from the last record. A
 * pin of a tag that was an alias is not a move by hand: the person changed what the tag follows.
 */
void memory_judge(struct planner *planner, struct tag_node *node, const char *digest)
{
    const struct standing *standing = &node->standing;
    node->pin = PIN_NOT_JUDGED;
    if (digest == NULL || node->stream == NULL || node->stream->shared)
        return;
    if (memory_trouble(planner, node) != NULL) {
        node->pin = PIN_UNKNOWN;
        return;
    }
    if (journal_state(planner) != JOURNAL_READ)
        return;
    bool was_alias = standing->head != NULL && standing->head->alias != NULL;
    if (standing->head != NULL && text_equal(standing->head->digest, digest) && !was_alias) {
        const struct pin_origin *back = memory_returned(planner, node, digest);
        node->pin = standing->held != NULL ? PIN_BY_HAND : PIN_AS_RECORDED;
        if (back == NULL || !memory_whole(planner, node->memory) ||
            !arrival_returned(node->memory, memory_behind(planner), back))
            recognize_release(planner, node, digest);
        else
            take_arrival(planner, node, digest, back);
        return;
    }
    if (planner->observed->journal->advisory)
        return;
    const struct answer *answer = memory_origin(planner, node, digest);
    if (answer == NULL || !memory_whole(planner, node->memory)) {
        node->pin = PIN_ASKING;
    } else if (answer->origin == NULL) {
        node->pin = standing->head != NULL ? PIN_BY_HAND : PIN_NOT_JUDGED;
    } else {
        take_arrival(planner, node, digest, answer->origin);
    }
}

void memory_hold(struct planner *planner, struct tag_node *node)
{
    bool first = journal_first(node->memory);
    node->arrival->kind = first ? RECORD_PINNED : RECORD_HELD;
    node->arrival->open = false;
    if (first)
        return;
    node->pin = PIN_BY_HAND;
    recognize_released_arrival(planner, node, node->holding.digest);
}

/* Returns who moved the tag by hand: "by NAME", or "in commit ID" if the name is unknown, or NULL
 * if the commit is unknown too. */
static const char *by_whom(struct planner *planner, const struct tag_node *node)
{
    const struct arrival *arrival = node->arrival;
    const struct record *held = arrival == NULL ? node->standing.held : NULL;
    const char *who = held != NULL ? held->who : arrival != NULL ? arrival->who : NULL;
    const char *commit = held != NULL      ? held->commit
                         : arrival != NULL ? arrival->origin->commit
                                           : NULL;
    if (who == NULL && commit == NULL)
        return NULL;
    return arena_print(planner->arena, "%s%s%.12s", who != NULL ? "by " : "in commit ",
                       who != NULL ? who : "", who != NULL ? "" : commit);
}

bool memory_stops(struct planner *planner, struct tag_node *node)
{
    struct draft *draft = &node->draft;
    switch (node->pin) {
    case PIN_NOT_JUDGED:
    case PIN_AS_RECORDED:
    case PIN_ARRIVED:
        return false;
    case PIN_ASKING:
        draft_end(draft, REASON_ASKING, node->draft.row.object);
        return true;
    case PIN_UNKNOWN:
        draft_end(draft, REASON_JOURNAL_UNKNOWN, memory_trouble(planner, node));
        return true;
    case PIN_BY_HAND:
        break;
    }
    draft_end(draft, REASON_HAND_MOVED, by_whom(planner, node));
    return true;
}

bool memory_source_changed(struct planner *planner, const struct tag_node *node)
{
    struct reference then;
    struct err err = {0};
    const struct record *head = node->standing.head;
    const struct stream_tag *entry = node->entry;
    return head != NULL && head->reference != NULL && entry->from_kind == FROM_DOCKER_IMAGE &&
           text_equal(head->digest, entry->reference.digest) &&
           reference_parse(planner->arena, head->reference, &then, &err) >= 0 &&
           !reference_same_tag(&then, &entry->reference);
}

void memory_image(struct arena *arena, const struct record *record, struct holding *holding)
{
    struct reference then;
    struct err err = {0};
    if (record == NULL || record->reference == NULL ||
        reference_parse(arena, record->reference, &then, &err) < 0)
        return;
    holding->image = then;
    holding->integrated = false;
}
