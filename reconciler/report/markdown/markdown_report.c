// SPDX-License-Identifier: Apache-2.0
/* The Markdown format: a plan as a comment on a pull request, the rest as tables. */
#include "reconciler/report/view.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_report.h"
#include "reconciler/report/unified.h"

static void place_cell(struct arena *arena, FILE *out, const struct row *row)
{
    shown_markdown_code_cell(out, shown_place(arena, row->file, row->line, row->column));
}

static void moves(const struct report *report, struct arena *arena, FILE *out)
{
    LIST_OF(const char *) namespaces = {0};
    list_each (row, &report->plan->rows) {
        bool there = row_state(row) != ROW_WRITES;
        list_each (namespace, &namespaces)
            there = there || text_equal(*namespace, shown_namespace(row));
        if (!there)
            *list_add(arena, &namespaces) = shown_namespace(row);
    }
    list_each (namespace, &namespaces) {
        fputs("\n#### ", out);
        shown_markdown(out, *namespace != NULL ? *namespace : "");
        fputs("\n\n| what | from | to | why | where |\n|---|---|---|---|---|\n", out);
        list_each (row, &report->plan->rows) {
            if (row_state(row) != ROW_WRITES || !text_equal(shown_namespace(row), *namespace))
                continue;
            bool digests =
                row->wanted_digest != NULL && !text_equal(row->wanted_digest, row->current_digest);
            fputc('|', out);
            shown_markdown_cell(out, row->object);
            shown_markdown_code_cell(out, digests ? shown_digest(arena, row->current_digest)
                                                  : shown_reference(arena, row->current));
            shown_markdown_code_cell(out, digests ? shown_digest(arena, row->wanted_digest)
                                                  : shown_reference(arena, row->wanted));
            fprintf(out, " %s |", reason_sentence(row->reason)); /* our own words */
            place_cell(arena, out, row);
            fputc('\n', out);
        }
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
        shown_markdown(out, row->object);
        fprintf(out, " | %s | ", row_state_word(row_state(row)));
        fputs(reason_sentence(row->reason), out); /* our own words */
        if (row->detail != NULL) {
            fputs("<br>", out);
            shown_markdown(out, view_detail(arena, row));
        }
        fputs(" | ", out);
        if (row->next != MOMENT_NEVER)
            fprintf(out, "%s ", moment_print(row->next, when));
        if (row->hint != NULL)
            shown_markdown(out, row->hint);
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
    shown_markdown_fence(out, "diff", memory_must(bytes), length);
    fputs("\n</details>\n", out);
    free(bytes);
}

static void problem_table(const struct report *report, struct arena *arena, FILE *out)
{
    fputs("\n| where | severity | what | hint | code |\n|---|---|---|---|---|\n", out);
    list_each (problem, &report->declared->problems) {
        fputc('|', out);
        shown_markdown_code_cell(out,
                                 shown_place(arena, problem->path, problem->line, problem->column));
        fprintf(out, " %s | ", severity_word(problem_severity(problem->code)));
        if (problem->object != NULL) {
            shown_markdown(out, problem->object);
            fputs(": ", out);
        }
        shown_markdown(out, problem->message != NULL ? problem->message
                                                     : problem_sentence(problem->code));
        fputs(" | ", out);
        shown_markdown(out, problem->hint != NULL ? problem->hint : "");
        fprintf(out, " | %s |\n", problem_word(problem->code));
    }
}

static void plan(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fprintf(out, "### weir: %s", text_counts(&arena, report));
    if (report->source != NULL) {
        fputs(" (", out);
        shown_markdown(out, view_base(&arena, report));
        fputs(")", out);
    }
    fputc('\n', out);
    const char *advice = view_advice(&arena, report);
    if (advice != NULL)
        fprintf(out, "\n%s", advice); /* our own words */
    moves(report, &arena, out);
    stopped(report, &arena, out);
    size_t steady = view_states(report).states[ROW_STEADY];
    if (steady > 0)
        fprintf(out, "\n%s up to date.\n", shown_count(&arena, steady, "row"));
    list_each (note, &report->plan->notes) {
        fputs("\n> ", out);
        shown_markdown(out, *note);
        fputc('\n', out);
    }
    patch(report, &arena, out);
    if (report->declared->problems.count > 0) {
        fprintf(out, "\n#### Problems: %s\n", view_problem_words(&arena, report));
        problem_table(report, &arena, out);
    }
    fputs("\n**", out);
    shown_markdown(out, view_last_line(&arena, report));
    fputs("**\n", out);
}

static void problems(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fprintf(out, "### weir lint: %s in %s\n", view_problem_words(&arena, report),
            shown_count(&arena, report->declared->files, "file"));
    if (report->declared->problems.count > 0)
        problem_table(report, &arena, out);
}

static void streams(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct table table = view_stream_table(&arena, report);
    table_print_markdown(&table, out);
}

static void tags(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct table table = view_tag_table(&arena, report);
    table_print_markdown(&table, out);
}

static void promotions(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct table table = view_promotion_table(&arena, report);
    table_print_markdown(&table, out);
}

void markdown_fenced(const struct report *report, FILE *out, report_printer *print)
{
    struct report plain = *report;
    plain.colour = false;
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = memory_must(open_memstream(&bytes, &length));
    print(&plain, memory);
    fclose(memory);
    shown_markdown_fence(out, "text", memory_must(bytes), length);
    free(bytes);
}

static void stream(const struct report *report, FILE *out)
{
    markdown_fenced(report, out, text_stream);
}

static void explanation(const struct report *report, FILE *out)
{
    markdown_fenced(report, out, text_explanation);
}

static void verification(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fputs("### weir verify: ", out);
    shown_markdown(out, view_verified_counts(&arena, report->verification));
    struct table images = view_verified_table(&arena, report);
    struct table past = view_rollback_table(&arena, report);
    fputs("\n", out);
    const struct table *const tables[] = {&images, &past};
    for (size_t i = 0; i < 2; i++) {
        if (tables[i]->cells.count == 0)
            continue;
        fputc('\n', out);
        table_print_markdown(tables[i], out);
    }
    const char *note = NULL;
    for (size_t i = 0; (note = view_verified_note(&arena, report->verification, i)) != NULL; i++) {
        fputs("\n> ", out);
        shown_markdown(out, note);
        fputc('\n', out);
    }
}

report_printer *const markdown_printers[REPORT_KINDS] = {
    [REPORT_PLAN] = plan,
    [REPORT_PROBLEMS] = problems,
    [REPORT_STREAMS] = streams,
    [REPORT_TAGS] = tags,
    [REPORT_PROMOTIONS] = promotions,
    [REPORT_STREAM] = stream,
    [REPORT_EXPLANATION] = explanation,
    [REPORT_REVIEW] = markdown_review,
    [REPORT_HISTORY] = markdown_history,
    [REPORT_PAST_TAGS] = markdown_past_tags,
    [REPORT_WHERE] = markdown_where,
    [REPORT_ENVIRONMENTS] = markdown_environments,
    [REPORT_VERIFICATION] = verification,
    [REPORT_AUDIT] = markdown_audit,
};
