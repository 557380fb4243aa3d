// SPDX-License-Identifier: Apache-2.0
#include "diff/plan.h"

#include <string.h>

#include "diff/planner.h"

const char *row_kind_word(enum row_kind kind)
{
    static const char *const words[] = {
        [ROW_TAG] = "tag", [ROW_HOP] = "hop", [ROW_CONSUMER] = "consumer"};
    return words[kind];
}

const char *action_word(enum action action)
{
    static const char *const words[] = {
        [ACTION_NONE] = "none",       [ACTION_PIN] = "pin",   [ACTION_COPY] = "copy",
        [ACTION_PROMOTE] = "promote", [ACTION_ROLL] = "roll", [ACTION_SET] = "set",
    };
    return words[action];
}

/* --- nodes --- */

static int by_name(const void *a, const void *b)
{
    const struct tag_node *left = a, *right = b;
    int order = strcmp(left->namespace, right->namespace);
    order = order != 0 ? order : strcmp(left->name, right->name);
    return order != 0 ? order : strcmp(left->tag, right->tag);
}

static void add_node(struct planner *planner, const char *namespace, const char *stream,
                     const char *tag)
{
    *list_add(planner->arena, &planner->nodes) =
        (struct tag_node){.namespace = namespace, .name = stream, .tag = tag};
}

static void begin_row(struct planner *planner, struct tag_node *node)
{
    struct row *row = &node->draft.row;
    *row = (struct row){
        .kind = node->hop != NULL ? ROW_HOP : ROW_TAG,
        .namespace = node->namespace,
        .stream = node->name,
        .tag = node->tag,
        .hop = node->hop,
        .object = arena_print(planner->arena, "%s/%s:%s", node->namespace, node->name, node->tag),
        .next = MOMENT_NEVER,
    };
    if (node->stream == NULL)
        return;
    row->file = node->stream->file;
    row->line = node->stream->spec->line;
    row->column = node->stream->spec->column;
    if (node->entry == NULL)
        return;
    const struct site *site = &node->entry->from_name;
    row->current = site->text;
    row->line = site->line > 0 ? site->line : node->entry->line;
    row->column = site->line > 0 ? site->column : node->entry->column;
    row->site =
        node_path_print(planner->arena, site->text != NULL ? site->path : node->entry->path);
}

/* Every tag that is declared, hopped to, built or meant by a person: once each, in order. */
static void make_nodes(struct planner *planner)
{
    const struct declared *declared = planner->declared;
    list_each (stream, &declared->streams)
        for (size_t i = 0; i < stream->spec->tag_count; i++)
            add_node(planner, stream->namespace, stream->spec->name, stream->spec->tags[i].name);
    list_each (hop, &declared->hops)
        add_node(planner, hop->to, hop->stream, hop->tag);
    list_each (producer, &declared->producers)
        add_node(planner, producer->namespace, producer->stream, producer->tag);
    if (planner->intent != NULL)
        add_node(planner, planner->intent->namespace, planner->intent->stream,
                 planner->intent->tag);
    list_sort(&planner->nodes, by_name);

    struct tag_node *nodes = planner->nodes.items;
    size_t kept = 0;
    for (size_t i = 0; i < planner->nodes.count; i++)
        if (kept == 0 || by_name(&nodes[kept - 1], &nodes[i]) != 0)
            nodes[kept++] = nodes[i];
    planner->nodes.count = kept;
    list_each (node, &planner->nodes) {
        node->stream = declared_stream(declared, node->namespace, node->name);
        node->entry = node->stream != NULL ? stream_tag_find(node->stream, node->tag) : NULL;
        node->hop = declared_hop(declared, node->namespace, node->name, node->tag);
        node->producer = declared_producer(declared, node->namespace, node->name, node->tag);
        begin_row(planner, node);
    }
}

/* --- rows --- */

static void add_row(struct planner *planner, struct plan *plan, const struct draft *draft)
{
    struct row *row = list_add(planner->arena, &plan->rows);
    *row = draft->row;
    row->trail = draft->trail.items;
    row->trail_count = draft->trail.count;
    if (row_state(row) != ROW_WRITES)
        return;
    row->edits = draft->edits.items;
    row->edit_count = draft->edits.count;
}

static void add_consumer(struct planner *planner, struct plan *plan,
                         const struct consumer *consumer)
{
    const struct site *image = &consumer->container->image;
    struct draft draft = {0};
    draft.row = (struct row){
        .kind = ROW_CONSUMER,
        .namespace = consumer->stream_namespace,
        .stream = consumer->stream,
        .tag = consumer->tag,
        .consumer = consumer,
        .object = arena_print(planner->arena, "%s %s/%s container %s", consumer->namespace,
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

/* A second hop to one tag is a problem of both; it gets a row of its own. */
static void add_second_hop(struct planner *planner, struct plan *plan, const struct hop *hop,
                           const struct tag_node *node)
{
    struct draft draft = {.row = node->draft.row};
    draft.row.hop = hop;
    draft_problem(planner, &draft, hop->problem);
    add_row(planner, plan, &draft);
}

static void add_all_rows(struct planner *planner, struct plan *plan)
{
    const struct declared *declared = planner->declared;
    list_each (node, &planner->nodes)
        planner_decide(planner, node);
    list_each (node, &planner->nodes)
        if (node->hop == NULL)
            add_row(planner, plan, &node->draft);
    list_each (hop, &declared->hops) {
        const struct tag_node *node = planner_node(planner, hop->to, hop->stream, hop->tag);
        if (node->hop == hop)
            add_row(planner, plan, &node->draft);
        else
            add_second_hop(planner, plan, hop, node);
    }
    list_each (consumer, &declared->consumers)
        add_consumer(planner, plan, consumer);
    if (declared->hops.count > 0)
        *list_add(planner->arena, &plan->notes) =
            "no journal is kept: whether a promoted image is older than what its target had before "
            "can't be told";
}

/* Only what a person's word touches: the tag, its aliases, their consumers. */
static void add_intended_rows(struct planner *planner, struct plan *plan)
{
    struct tag_node *intended = planner->intended;
    planner_decide(planner, intended);
    add_row(planner, plan, &intended->draft);
    list_each (node, &planner->nodes) {
        enum reason otherwise = REASON_ALIAS;
        bool own = text_equal(node->namespace, intended->namespace) &&
                   text_equal(node->name, intended->name);
        if (!own || node == intended || stream_alias_end(planner, node, &otherwise) != intended)
            continue;
        planner_decide(planner, node);
        add_row(planner, plan, &node->draft);
    }
    list_each (consumer, &planner->declared->consumers) {
        struct tag_node *node =
            planner_node(planner, consumer->stream_namespace, consumer->stream, consumer->tag);
        enum reason otherwise = REASON_ALIAS;
        if (node != NULL &&
            (node == intended || stream_alias_end(planner, node, &otherwise) == intended))
            add_consumer(planner, plan, consumer);
    }
}

/* --- questions --- */

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
        .declared = declared,
        .observed = observed,
        .intent = intent != NULL && intent->kind != INTENT_NONE ? intent : NULL,
    };
    *out = (struct plan){.next = MOMENT_NEVER};
    make_nodes(&planner);
    if (planner.intent != NULL) {
        intent_begin(&planner);
        add_intended_rows(&planner, out);
    } else {
        add_all_rows(&planner, out);
    }
    take_questions(&planner, out);
    if (out->questions.count == 0)
        guard_check(&planner, out);
    list_each (row, &out->rows)
        if (row->next > observed->now && row->next < out->next)
            out->next = row->next;
}

struct plan_count plan_counted(const struct plan *plan)
{
    struct plan_count count = {0};
    list_each (row, &plan->rows) {
        count.states[row_state(row)]++;
        count.trouble += reason_trouble(row->reason);
    }
    return count;
}
