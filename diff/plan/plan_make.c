// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/plan_make.h"

#include "diff/intents/intents.h"
#include "diff/plan/guard.h"
#include "diff/planner/memory.h"
#include "diff/planner/planner.h"
#include "diff/rows/alias.h"
#include "diff/rows/consumer.h"
#include "diff/rows/hop.h"
#include "diff/rows/stream_tag.h"
#include "manifests/base/words.h"

/* Decides a tag by the rules of its kind. */
static void decide(struct planner *planner, struct tag_node *node)
{
    if (node->intended)
        intents_decide(planner, node);
    else if (node->hop != NULL)
        hop_decide(planner, node);
    else
        stream_tag_decide(planner, node);
}

/* Nodes are about 100 times larger than their names, so only the names are sorted. */
struct node_names {
    struct arena *arena;
    LIST_OF(struct tag_name) list;
};

static int by_name(const void *a, const void *b)
{
    return tag_name_compare(*(const struct tag_name *)a, *(const struct tag_name *)b);
}

static void add_name(struct node_names *names, const char *environment, const char *stream,
                     const char *tag)
{
    *list_add(names->arena, &names->list) = (struct tag_name){environment, stream, tag};
}

static void begin_row(struct planner *planner, struct tag_node *node)
{
    struct row *row = &node->draft.row;
    node->draft.arena = planner->arena;
    *row = (struct row){
        .kind = node->hop != NULL ? ROW_HOP : ROW_TAG,
        .environment = node->environment,
        .stream = node->name,
        .tag = node->tag,
        .hop = node->hop,
        .object = arena_print(planner->arena, "%s/%s:%s", node->environment, node->name, node->tag),
        .next = MOMENT_NEVER,
    };
    if (node->stream == NULL)
        return;
    row->file = node->stream->file;
    row->line = node->stream->spec->line;
    row->column = node->stream->spec->column;
    if (node->entry == NULL)
        return;
    const struct scalar *scalar = &node->entry->from_name;
    row->current = scalar->text;
    row->line = scalar->line > 0 ? scalar->line : node->entry->line;
    row->column = scalar->line > 0 ? scalar->column : node->entry->column;
    row->site =
        node_path_print(planner->arena, scalar->text != NULL ? scalar->path : node->entry->path);
}

/* Collects every tag that is declared, promoted to, built, or requested by a person. */
static void collect_names(const struct planner *planner, struct node_names *out)
{
    const struct declared *declared = planner->declared;
    list_each (stream, &declared->streams)
        for (size_t i = 0; i < stream->spec->tag_count; i++)
            add_name(out, stream->environment, stream->spec->name, stream->spec->tags[i].name);
    list_each (hop, &declared->hops)
        add_name(out, hop->to, hop->stream, hop->tag);
    list_each (producer, &declared->producers)
        add_name(out, producer->environment, producer->stream, producer->tag);
    const struct intent *intent = planner->intent;
    if (intent != NULL && intent->stream != NULL)
        add_name(out, intent->environment, intent->stream, intent->tag);
    for (size_t i = 0; intent != NULL && i < intent->more_count; i++)
        add_name(out, intent->more[i].environment, intent->more[i].stream, intent->more[i].tag);
}

/* Makes one node for each name, in order. */
static void make_nodes(struct planner *planner)
{
    const struct declared *declared = planner->declared;
    arena_scope struct arena scratch = {0};
    struct node_names names = {.arena = &scratch};
    collect_names(planner, &names);
    list_sort(&names.list, by_name);
    planner->nodes.items = arena_array(planner->arena, struct tag_node, names.list.count);
    list_each (name, &names.list) {
        if (name > names.list.items && by_name(name - 1, name) == 0)
            continue;
        struct tag_node *node = &planner->nodes.items[planner->nodes.count++];
        *node = (struct tag_node){
            .environment = name->environment,
            .name = name->stream,
            .tag = name->tag,
            .stream = declared_stream(declared, name->environment, name->stream),
            .hop = declared_hop(declared, name->environment, name->stream, name->tag),
            .producer = declared_producer(declared, name->environment, name->stream, name->tag),
        };
        node->entry = node->stream != NULL ? stream_tag_find(node->stream, node->tag) : NULL;
        memory_recall(planner, node);
        begin_row(planner, node);
    }
}

static void add_row(struct planner *planner, struct plan *plan, const struct draft *draft)
{
    struct row *row = list_add(planner->arena, &plan->rows);
    *row = draft->row;
    row->trail = draft->trail.items;
    row->trail_count = draft->trail.count;
    row->evidence = draft->evidence.items;
    row->evidence_count = draft->evidence.count;
    if (row_state(row) != ROW_WRITES) {
        row->allowed = 0;
        return;
    }
    row->edits = draft->edits.items;
    row->edit_count = draft->edits.count;
}

static void add_consumer(struct planner *planner, struct plan *plan,
                         const struct consumer *consumer)
{
    const struct scalar *image = &consumer->container->image;
    struct draft draft = {.arena = planner->arena};
    draft.row = (struct row){
        .kind = ROW_CONSUMER,
        .environment = consumer->stream_environment,
        .stream = consumer->stream,
        .tag = consumer->tag,
        .consumer = consumer,
        .object = arena_print(planner->arena, "%s %s/%s container %s", consumer->environment,
                              workload_kind_word(consumer->workload->kind),
                              consumer->workload->name, consumer->container->name),
        .current = image->text,
        .next = MOMENT_NEVER,
        .file = consumer->file,
        .line = image->line,
        .column = image->column,
        .site = node_path_print(planner->arena, image->path),
    };
    struct reference reference;
    struct err err = {0};
    if (!text_blank(image->text) &&
        reference_parse(planner->arena, image->text, &reference, &err) == 0)
        draft.row.current_digest = reference.digest;
    consumer_decide(planner, consumer, &draft);
    add_row(planner, plan, &draft);
}

/* Returns the source of an image in an outside registry, without digest; NULL for other images. */
static const char *reference_of(struct planner *planner, const struct holding *holding)
{
    const struct reference *image = &holding->image;
    if (holding->kind != HOLDS_DIGEST || holding->integrated || image->name == NULL)
        return NULL;
    return image->tag != NULL ? arena_print(planner->arena, "%s:%s", image->name, image->tag)
                              : image->name;
}

/* Adds the tag's row, including the fields that journal_due() will record. */
static void add_tag_row(struct planner *planner, struct plan *plan, struct tag_node *node)
{
    struct row *row = &node->draft.row;
    struct holding current = holding_current(planner, node);
    row->current_reference = reference_of(planner, &current);
    row->reference = reference_of(planner, &node->holding);
    row->origin = node->origin;
    row->uncited = node->uncited;
    if (node->hop == NULL && node->producer != NULL)
        row->live_digest = node->holding.digest;
    add_row(planner, plan, &node->draft);
}

/* Adds a row for a second hop to the same tag, which is a problem of both hops. */
static void add_second_hop(struct planner *planner, struct plan *plan, const struct hop *hop,
                           const struct tag_node *node)
{
    struct draft draft = {.arena = planner->arena, .row = node->draft.row};
    draft.row.hop = hop;
    draft_problem(&draft, hop->problem);
    add_row(planner, plan, &draft);
}

static void add_all_rows(struct planner *planner, struct plan *plan)
{
    const struct declared *declared = planner->declared;
    list_each (node, &planner->nodes)
        planner_decide(planner, node);
    list_each (node, &planner->nodes)
        if (node->hop == NULL)
            add_tag_row(planner, plan, node);
    list_each (hop, &declared->hops) {
        struct tag_node *node = planner_node(planner, hop->to, hop->stream, hop->tag);
        if (node->hop == hop)
            add_tag_row(planner, plan, node);
        else
            add_second_hop(planner, plan, hop, node);
    }
    list_each (consumer, &declared->consumers)
        add_consumer(planner, plan, consumer);
}

/* Notes once how the state of the journal limits all rows. */
static void note_journal(struct planner *planner, struct plan *plan)
{
    static const char *const notes[] = {
        [JOURNAL_NOT_KEPT] = "no journal is kept, so weir can't tell whether a promoted image is "
                             "older than the one before it",
        [JOURNAL_NEW] = "the journal starts with this run, so the age of earlier images is unknown",
        [JOURNAL_LOST] =
            "the journal was lost and starts again, so settle and soak times start again too",
        [JOURNAL_READ] = NULL,
        [JOURNAL_UNKNOWN] = NULL,
    };
    TABLE_COMPLETE(notes, JOURNAL_UNKNOWN + 1);
    const struct journal *journal = planner->observed->journal;
    enum journal_state state = journal != NULL ? journal->state : JOURNAL_NOT_KEPT;
    const char *note = notes[state];
    if (state == JOURNAL_UNKNOWN)
        note = arena_print(planner->arena, "the journal can't be read: %s", journal->why);
    bool matters = planner->declared->hops.count > 0 || state == JOURNAL_UNKNOWN;
    if (note != NULL && matters)
        *list_add(planner->arena, &plan->notes) = note;
}

/* Adds only the rows that a request concerns: its tags, their aliases, their consumers. */
static void add_intended_rows(struct planner *planner, struct plan *plan)
{
    list_each (node, &planner->nodes) {
        if (!node->intended && !alias_meant(planner, node)->intended)
            continue;
        planner_decide(planner, node);
        add_tag_row(planner, plan, node);
    }
    list_each (consumer, &planner->declared->consumers) {
        struct tag_node *node =
            planner_node(planner, consumer->stream_environment, consumer->stream, consumer->tag);
        if (node != NULL && (node->intended || alias_meant(planner, node)->intended))
            add_consumer(planner, plan, consumer);
    }
}

static int by_question(const void *a, const void *b)
{
    return question_compare(a, b);
}

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
    struct planner planner = {
        .arena = run,
        .decide = decide,
        .declared = declared,
        .observed = observed,
        .intent = intent != NULL && intent->kind != INTENT_NONE ? intent : NULL,
    };
    *out = (struct plan){.next = MOMENT_NEVER};
    make_nodes(&planner);
    if (planner.intent != NULL) {
        intents_begin(&planner);
        add_intended_rows(&planner, out);
    } else {
        add_all_rows(&planner, out);
        note_journal(&planner, out);
    }
    take_questions(&planner, out);
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
