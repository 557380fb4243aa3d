// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/plan_make.h"

#include "diff/intents/intents.h"
#include "diff/plan/deleted_tags.h"
#include "diff/plan/guard.h"
#include "diff/plan/plan_rows.h"
#include "diff/plan/tag_nodes.h"
#include "diff/planner/memory.h"
#include "diff/planner/planner.h"
#include "diff/rows/alias.h"
#include "diff/rows/hop.h"
#include "diff/rows/stream_tag.h"
#include "manifests/base/words.h"

/* Decides a tag by the rules for requests, hops, or other tags. */
static void decide(struct planner *planner, struct tag_node *node)
{
    if (node->intended)
        intents_decide(planner, node);
    else if (node->hop != NULL)
        hop_decide(planner, node);
    else
        stream_tag_decide(planner, node);
}

/* Decides all tags, then adds all rows in the order of the plan. */
static void add_all_rows(struct planner *planner, struct plan *plan)
{
    const struct declared *declared = planner->declared;
    list_each (node, &planner->nodes)
        planner_decide(planner, node);
    list_each (node, &planner->nodes)
        if (node->hop == NULL)
            plan_rows_add_tag(planner, plan, node);
    list_each (hop, &declared->hops) {
        struct tag_node *node = planner_node(planner, hop->to, hop->stream, hop->tag);
        if (node->hop == hop)
            plan_rows_add_tag(planner, plan, node);
        else
            plan_rows_add_second_hop(planner, plan, hop, node);
    }
    list_each (consumer, &declared->consumers)
        plan_rows_add_consumer(planner, plan, consumer);
}

/* Adds a note if the state of the journal limits the whole plan. */
static void note_journal(struct planner *planner, struct plan *plan)
{
    static const char *const notes[] = {
        [JOURNAL_NOT_KEPT] = "no journal is kept, so weir can't tell whether a promoted image is "
                             "older than the current one",
        [JOURNAL_NEW] = "the journal starts with this run, so the age of earlier images is unknown",
        [JOURNAL_LOST] =
            "the journal was lost and starts again, so settle and soak times start again too",
        [JOURNAL_READ] = NULL,
        [JOURNAL_UNKNOWN] = NULL,
    };
    TABLE_COMPLETE(notes, JOURNAL_STATES);
    const struct journal *journal = planner->observed->journal;
    enum journal_state state = journal != NULL ? journal->state : JOURNAL_NOT_KEPT;
    const char *note = notes[state];
    if (state == JOURNAL_UNKNOWN)
        note = plan->unreadable =
            arena_print(planner->arena, "the journal can't be used: %s", journal->why);
    bool matters = planner->declared->hops.count > 0 || state == JOURNAL_UNKNOWN;
    if (note != NULL && matters)
        *list_add(planner->arena, &plan->notes) = note;
    if (state == JOURNAL_READ && journal->base != NULL)
        *list_add(planner->arena, &plan->notes) =
            arena_print(planner->arena,
                        "this branch has no journal yet: its history begins with that of \"%s\"",
                        journal->base);
    if (journal != NULL && journal->warning != NULL)
        *list_add(planner->arena, &plan->notes) = journal->warning;
}

/* Adds a note if files of declared tags in the journal can't be used. */
static void note_damage(struct planner *planner, struct plan *plan)
{
    const struct tag_node *first = NULL;
    size_t count = 0;
    list_each (node, &planner->nodes) {
        if (node->stream == NULL || node->memory == NULL || node->memory->trouble == NULL)
            continue;
        first = first != NULL ? first : node;
        count++;
    }
    if (count == 0)
        return;
    const char *more = count > 1 ? arena_print(planner->arena, " and %zu more", count - 1) : "";
    plan->unreadable =
        arena_print(planner->arena, "the journal's records of %s/%s:%s%s can't be used: %s",
                    first->environment, first->name, first->tag, more, first->memory->trouble);
    *list_add(planner->arena, &plan->notes) = plan->unreadable;
}

/* Adds a note if the times of tags are unknown because records have wrong times. */
static void note_clock(struct planner *planner, struct plan *plan)
{
    size_t count = 0;
    list_each (node, &planner->nodes)
        count += node->standing.since_unknown || node->standing.live_unknown;
    if (count > 0)
        *list_add(planner->arena, &plan->notes) =
            arena_print(planner->arena, JOURNAL_AHEAD_NOTE, count, count == 1 ? "" : "s");
}

/* Adds only the rows that a request concerns: its tags, their aliases, and the consumers of both. A
 * repair of the journal concerns no others, because it changes no image. */
static void add_intended_rows(struct planner *planner, struct plan *plan)
{
    bool repairs = planner->intent->kind == INTENT_REPAIR;
    list_each (node, &planner->nodes) {
        if (!node->intended && (repairs || !alias_of_intended(planner, node)))
            continue;
        planner_decide(planner, node);
        plan_rows_add_tag(planner, plan, node);
    }
    if (repairs)
        return;
    list_each (consumer, &planner->declared->consumers) {
        struct tag_node *node =
            planner_node(planner, consumer->stream_environment, consumer->stream, consumer->tag);
        if (node != NULL && (node->intended || alias_of_intended(planner, node)))
            plan_rows_add_consumer(planner, plan, consumer);
    }
}

static int by_question(const void *a, const void *b)
{
    return question_compare(a, b);
}

/* Adds the planner's questions to the plan, sorted and each once. */
static void take_questions(struct planner *planner, struct plan *plan)
{
    list_sort(&planner->questions, by_question);
    list_each (question, &planner->questions) {
        size_t count = plan->questions.count;
        if (count > 0 && by_question(&plan->questions.items[count - 1], question) == 0)
            continue;
        *list_add(planner->arena, &plan->questions) = *question;
    }
}

void plan_make(struct arena *run, const struct declared *declared, const struct observed *observed,
               const struct intent *intent, struct plan *out)
{
    CLEANUP(planner_done)
    struct planner planner = {
        .arena = run,
        .decide = decide,
        .declared = declared,
        .observed = observed,
        .intent = intent != NULL && intent->kind != INTENT_NONE ? intent : NULL,
    };
    *out = (struct plan){.next = MOMENT_NEVER};
    tag_nodes_make(&planner);
    if (planner.intent != NULL) {
        intents_begin(&planner);
        add_intended_rows(&planner, out);
    } else {
        add_all_rows(&planner, out);
        note_journal(&planner, out);
        note_damage(&planner, out);
        note_clock(&planner, out);
    }
    deleted_tags_ask(&planner, out);
    take_questions(&planner, out);
    list_each (need, &planner.lacking)
        *list_add(run, &out->lacking) = *need;
    if (out->questions.count == 0)
        guard_check(&planner, out);
    list_each (row, &out->rows)
        if (row->next > observed->now && row->next < out->next)
            out->next = row->next;
    out->allowed = memory_kept(&planner) ? 0 : observed->now;
    list_each (row, &out->rows)
        if (row->allowed > out->allowed)
            out->allowed = row->allowed;
}
