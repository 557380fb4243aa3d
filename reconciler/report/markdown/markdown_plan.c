// SPDX-License-Identifier: Apache-2.0
/* Prints a plan as a comment on a pull request. */
#include <stdlib.h>
#include <string.h>

#include "reconciler/report/markdown/markdown_problems.h"
#include "reconciler/report/markdown/markdown_text.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/unified.h"
#include "reconciler/report/view.h"

static void place_cell(struct arena *arena, FILE *out, const struct row *row)
{
    markdown_code_cell(out, shown_place(arena, row->file, row->line, row->column));
}

static int by_namespace(const void *a, const void *b)
{
    const struct row *left = *(const struct row *const *)a;
    const struct row *right = *(const struct row *const *)b;
    const char *one = shown_namespace(left), *two = shown_namespace(right);
    return strcmp(one != NULL ? one : "", two != NULL ? two : "");
}

/* The writing rows of one namespace, in the order of the plan. */
struct namespace_group {
    const struct row *const *rows;
    size_t count;
};

/* Orders groups by their first rows. A plan's rows are one array, so it is enough to compare
 * addresses. */
static int by_first(const void *a, const void *b)
{
    const struct row *left = *((const struct namespace_group *)a)->rows;
    const struct row *right = *((const struct namespace_group *)b)->rows;
    return (left > right) - (left < right);
}

typedef LIST_OF(struct namespace_group) namespace_groups;

/* Returns the rows that write, and the aliases whose image changes, in a group for each namespace.
 * The groups are in the order in which the plan first names the namespaces. */
static namespace_groups group_writes(struct arena *arena, const struct plan *plan)
{
    namespace_groups groups = {0};
    LIST_OF(const struct row *) rows = {0};
    list_each (row, &plan->rows)
        if (row_state(row) == ROW_WRITES || view_alias_moves(row))
            *list_add(arena, &rows) = row;
    list_sort(&rows, by_namespace);
    list_each (row, &rows) {
        if (row == rows.items || by_namespace(row - 1, row) != 0)
            *list_add(arena, &groups) = (struct namespace_group){.rows = row};
        groups.items[groups.count - 1].count++;
    }
    list_sort(&groups, by_first);
    return groups;
}

static void move_line(struct arena *arena, FILE *out, const struct row *row)
{
    bool digests =
        row->wanted_digest != NULL && !text_equal(row->wanted_digest, row->current_digest);
    fputc('|', out);
    markdown_cell(out, row->object);
    markdown_code_cell(out, digests ? shown_digest(arena, row->current_digest)
                                    : shown_reference(arena, row->current));
    markdown_code_cell(out, digests ? shown_digest(arena, row->wanted_digest)
                                    : shown_reference(arena, row->wanted));
    fprintf(out, " %s |", reason_sentence(row->reason)); /* trusted */
    place_cell(arena, out, row);
    fputc('\n', out);
}

static void moves(const struct report *report, struct arena *arena, FILE *out)
{
    const namespace_groups groups = group_writes(arena, report->plan);
    list_each (group, &groups) {
        const char *namespace = shown_namespace(group->rows[0]);
        fputs("\n#### ", out);
        markdown_text(out, namespace != NULL ? namespace : "");
        fputs("\n\n| what | from | to | why | where |\n|---|---|---|---|---|\n", out);
        for (size_t i = 0; i < group->count; i++)
            move_line(arena, out, group->rows[i]);
    }
}

static void stopped(const struct report *report, struct arena *arena, FILE *out)
{
    char when[MOMENT_TEXT_MAX];
    bool any = false;
    list_each (row, &report->plan->rows) {
        if (row_state(row) == ROW_STEADY || row_state(row) == ROW_WRITES)
            continue;
        if (!any)
            fputs("\n#### Not moving\n\n| what | state | why | next | where |\n"
                  "|---|---|---|---|---|\n",
                  out);
        any = true;
        fputs("| ", out);
        markdown_text(out, row->object);
        fprintf(out, " | %s | ", view_state_word(row_state(row)));
        fputs(reason_sentence(row->reason), out); /* trusted */
        if (row->detail != NULL) {
            fputs("<br>", out);
            markdown_text(out, view_detail(arena, row));
        }
        fputs(" | ", out);
        if (row->next != MOMENT_NEVER)
            fprintf(out, "%s ", moment_print(row->next, when));
        if (row->hint != NULL)
            markdown_text(out, row->hint);
        else if (row->next == MOMENT_NEVER)
            fputs("—", out);
        fputs(" |", out);
        place_cell(arena, out, row);
        fputc('\n', out);
    }
}

static void patch(const struct report *report, struct arena *arena, FILE *out)
{
    if (report->change == NULL || report->change->files.count == 0)
        return;
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = memory_must(open_memstream(&bytes, &length));
    unified_print_change(memory, report->change);
    fclose(memory);
    fprintf(out, "\n<details><summary>The lines that change (%s)</summary>\n\n",
            shown_count(arena, report->change->files.count, "file"));
    markdown_fence(out, "diff", memory_must(bytes), length);
    fputs("\n</details>\n", out);
    free(bytes);
}

void markdown_plan(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fprintf(out, "### weir: %s", view_plan_counts(&arena, report));
    if (report->source != NULL) {
        fputs(" (", out);
        markdown_text(out, view_base(&arena, report));
        fputs(")", out);
    }
    fputc('\n', out);
    const char *advice = view_advice(&arena, report);
    if (advice != NULL)
        fprintf(out, "\n%s", advice); /* trusted */
    moves(report, &arena, out);
    stopped(report, &arena, out);
    size_t steady = view_states(report).states[ROW_STEADY];
    if (steady > 0)
        fprintf(out, "\n%s up to date.\n", shown_count(&arena, steady, "row"));
    list_each (note, &report->plan->notes) {
        fputs("\n> ", out);
        markdown_text(out, *note);
        fputc('\n', out);
    }
    patch(report, &arena, out);
    if (report->declared->problems.count > 0) {
        fprintf(out, "\n#### Problems: %s\n", view_problem_words(&arena, report));
        markdown_problem_table(report, &arena, out);
    }
    fputs("\n**", out);
    markdown_text(out, view_last_line(&arena, report));
    fputs("**\n", out);
}
