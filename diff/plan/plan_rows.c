// SPDX-License-Identifier: Apache-2.0
#include "diff/plan/plan_rows.h"

#include "diff/planner/denied_pin.h"
#include "diff/rows/consumer.h"

/* Adds the draft as a row; only a writing row has edits. */
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

void plan_rows_add_consumer(struct planner *planner, struct plan *plan,
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
        reference_parse(planner->arena, image->text, &reference, &err) >= 0)
        draft.row.current_digest = reference.digest;
    consumer_decide(planner, consumer, &draft);
    add_row(planner, plan, &draft);
}

/* Returns the reference, without digest, of an image in an outside registry; NULL for others. */
static const char *reference_of(struct planner *planner, const struct holding *holding)
{
    const struct reference *image = &holding->image;
    if (holding->kind != HOLDS_DIGEST || holding->integrated || image->name == NULL)
        return NULL;
    return image->tag != NULL ? arena_print(planner->arena, "%s:%s", image->name, image->tag)
                              : image->name;
}

void plan_rows_add_tag(struct planner *planner, struct plan *plan, struct tag_node *node)
{
    struct row *row = &node->draft.row;
    struct holding current = node->before != NULL ? *node->before : holding_current(planner, node);
    denied_pin_report(planner, node);
    row->current_reference = reference_of(planner, &current);
    row->reference = reference_of(planner, &node->holding);
    row->arrival = node->arrival;
    row->was_released = node->released;
    row->release = node->release;
    row->uncited = node->uncited;
    if (node->hop == NULL && node->producer != NULL)
        row->live_digest = node->holding.digest;
    add_row(planner, plan, &node->draft);
}

void plan_rows_add_second_hop(struct planner *planner, struct plan *plan, const struct hop *hop,
                              const struct tag_node *node)
{
    struct draft draft = {.arena = planner->arena, .row = node->draft.row};
    draft.row.hop = hop;
    draft_problem(&draft, hop->problem);
    add_row(planner, plan, &draft);
}
