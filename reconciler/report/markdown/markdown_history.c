// SPDX-License-Identifier: Apache-2.0
/* Prints history as Markdown: tables, and the environments of a promotion as a matrix. */
#include "reconciler/report/markdown/markdown_fenced.h"
#include "reconciler/report/markdown/markdown_table.h"
#include "reconciler/report/markdown/markdown_text.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/view_environments.h"
#include "reconciler/report/view_history.h"
#include "reconciler/report/view_promotions.h"
#include "reconciler/report/view_tags.h"
#include "reconciler/report/view_where.h"

static void note(const struct report *report, struct arena *arena, FILE *out)
{
    const char *text = view_journal_note(arena, report);
    if (text == NULL)
        return;
    fputs("\n> ", out);
    markdown_text(out, text);
    fputc('\n', out);
}

static void heading(FILE *out, const char *text)
{
    fputs("### ", out);
    markdown_text(out, text);
    fputs("\n\n", out);
}

void markdown_history(const struct report *report, FILE *out)
{
    if (report->evidence) {
        markdown_fenced(report, out, text_history);
        return;
    }
    arena_scope struct arena arena = {0};
    tag_histories histories = view_histories(&arena, report);
    list_each (history, &histories) {
        fputs(history == histories.items ? "" : "\n", out);
        heading(out,
                arena_print(&arena, "%s/%s:%s", history->namespace, history->stream, history->tag));
        const char *missing = view_history_missing(&arena, history);
        if (missing != NULL) {
            markdown_text(out, missing);
            fputc('\n', out);
        } else {
            struct table table = view_record_table(&arena, report, history, SIZE_MAX);
            markdown_table(&table, out);
        }
    }
    note(report, &arena, out);
}

void markdown_tags_at(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    char at[MOMENT_TEXT_MAX];
    struct table table = view_tags_at_table(&arena, report);
    fprintf(out, "### As of %s\n\n", moment_print(report->only.at, at));
    markdown_table(&table, out);
    note(report, &arena, out);
}

void markdown_where(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct where_view where = view_where(&arena, report);
    for (size_t i = 0; i < where.search.count; i++)
        heading(out, where.search.found[i]);
    if (where.search.count == 0) {
        markdown_code(out, report->only.digest);
        fputs(" was not found\n", out);
    }
    struct table now = view_now_table(&arena, report, &where);
    struct table had = view_had_table(&arena, report, &where);
    if (where.now.count > 0)
        markdown_table(&now, out);
    if (where.now.count > 0 && where.had.count > 0)
        fputc('\n', out);
    if (where.had.count > 0)
        markdown_table(&had, out);
    note(report, &arena, out);
}

/* Prints a cell such as "`sha256:0123456789ab` 3d<br>1 move, 2h<br>gate-waits until …". */
static void cell(const struct report *report, struct arena *arena, FILE *out,
                 const struct environment_view *view)
{
    if (view->digest == NULL) {
        fputs("—", out);
    } else {
        markdown_code(out, shown_digest(arena, view->digest));
        if (view->stretch != NULL)
            fputc(' ', out), markdown_text(out, view_since(arena, view->stretch, report->now));
    }
    if (view->lag_known && view->moves > 0) {
        fputs("<br>", out);
        markdown_text(out, view_lag(arena, view, report->now));
    }
    if (view->row != NULL && row_state(view->row) != ROW_STEADY) {
        fputs("<br>", out);
        markdown_text(out, view_pending(arena, view));
    }
}

static void matrix(const struct report *report, struct arena *arena, FILE *out,
                   const row_list *rows, const struct declared_promotion *declared)
{
    const struct promotion *promotion = declared->promotion;
    fputs("| stream |", out);
    for (size_t i = 0; i < promotion->entry_count; i++) {
        if (promotion->entries[i].namespace == NULL)
            continue;
        fputc(' ', out);
        markdown_text(out, promotion->entries[i].namespace);
        fputs(" |", out);
    }
    fputs("\n|---|", out);
    for (size_t i = 0; i < promotion->entry_count; i++)
        fputs(promotion->entries[i].namespace != NULL ? "---|" : "", out);
    fputc('\n', out);
    lane_views lanes = view_lanes(arena, report, rows, declared);
    list_each (lane, &lanes) {
        fputs("| ", out);
        markdown_text(out, lane->stream);
        fputs(" |", out);
        list_each (view, &lane->environments) {
            fputc(' ', out);
            cell(report, arena, out, view);
            fputs(" |", out);
        }
        fputc('\n', out);
    }
}

void markdown_environments(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    row_list rows = view_lane_rows(&arena, report);
    bool first = true;
    list_each (item, &report->declared->promotions) {
        if (!view_promotion_selected(report, item->promotion))
            continue;
        fputs(first ? "" : "\n", out);
        first = false;
        heading(out, item->promotion->name);
        matrix(report, &arena, out, &rows, item);
    }
    note(report, &arena, out);
}
