// SPDX-License-Identifier: Apache-2.0
/* Prints history as text: the records of tags, the images that tags had at a given time, the places
 * where an image is or was, and the environments of promotions. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
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
    fputs("\nnote: ", out);
    text_print_safe(out, text);
    fputc('\n', out);
}

static void field(FILE *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    fprintf(out, "    %-11s", name);
    text_print_safe(out, value);
    fputc('\n', out);
}

/* Prints a record with all its members, for --evidence. */
static void record_block(const struct report *report, struct arena *arena, FILE *out,
                         const struct tag_history *history, const struct record *record)
{
    char when[MOMENT_TEXT_MAX];
    fputs("\n  ", out);
    text_paint(report, out, TEXT_BOLD, view_record_words(arena, history, record));
    fprintf(out, ": %s\n", record_meaning(record->kind)); /* trusted */
    field(out, "when",
          arena_print(arena, "%s (%s)", moment_print(record->time, when),
                      view_record_age(arena, record, report->now)));
    field(out, "image", record->digest);
    field(out, "reference", record->reference);
    field(out, "who", record->who);
    field(out, "why", record->why);
    field(out, "commit", record->commit);
    for (size_t i = 0; i < record->evidence_count; i++)
        field(out, i == 0 ? "evidence" : "", evidence_line(&record->evidence[i]));
}

/* Prints "now sha256:…" and, on the next line, "since TIME (2d)". Prints nothing if the journal has
 * no current image of the tag. */
static void head_line(const struct report *report, struct arena *arena, FILE *out,
                      const struct tag_history *history)
{
    char since[MOMENT_TEXT_MAX];
    const struct record *head = history->standing.head;
    const struct stretch *stretch = head != NULL ? view_stretch_now(history, head->digest) : NULL;
    if (stretch == NULL)
        return;
    fputs("  now ", out);
    text_print_safe(out, head->digest);
    fprintf(out, "\n  since %s (%s)%s\n", view_time(stretch_since(stretch), since),
            view_since(arena, stretch, report->now),
            history->standing.held != NULL ? ", moved by hand, not released yet" : "");
}

static void one_tag(const struct report *report, struct arena *arena, FILE *out,
                    const struct tag_history *history)
{
    text_paint(report, out, TEXT_BOLD,
               arena_print(arena, "%s/%s:%s", history->namespace, history->stream, history->tag));
    fputc('\n', out);
    const char *missing = view_history_missing(arena, history);
    if (missing != NULL) {
        fputs("  ", out);
        text_print_safe(out, missing);
        fputc('\n', out);
        return;
    }
    head_line(report, arena, out, history);
    if (!report->evidence) {
        fputc('\n', out);
        struct table table = view_record_table(arena, report, history, SIZE_MAX);
        table_print(&table, report->width, out);
        return;
    }
    for (size_t i = history->journal->count; i-- > 0;)
        record_block(report, arena, out, history, &history->journal->records[i]);
}

void text_history(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    tag_histories histories = view_histories(&arena, report);
    list_each (history, &histories) {
        fputs(history == histories.items ? "" : "\n", out);
        one_tag(report, &arena, out, history);
    }
    if (histories.count == 0)
        fputs("nothing found\n", out);
    note(report, &arena, out);
}

void text_tags_at(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    char at[MOMENT_TEXT_MAX];
    struct table table = view_tags_at_table(&arena, report);
    fprintf(out, "as of %s\n\n", moment_print(report->only.at, at));
    if (table.cells.count > 0)
        table_print(&table, report->width, out);
    else
        fputs("nothing found\n", out);
    note(report, &arena, out);
}

void text_where(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct where_view where = view_where(&arena, report);
    for (size_t i = 0; i < where.search.count; i++) {
        text_paint(report, out, TEXT_BOLD, where.search.found[i]);
        fputc('\n', out);
    }
    if (where.search.count == 0) {
        text_print_safe(out, report->only.digest);
        fputs(" was not found\n", out);
    }
    if (where.now.count > 0) {
        struct table table = view_now_table(&arena, report, &where);
        fputc('\n', out);
        table_print(&table, report->width, out);
    } else if (where.search.count > 0) {
        fputs("\nno tag or workload has a matching image now\n", out);
    }
    if (where.had.count > 0) {
        struct table table = view_had_table(&arena, report, &where);
        fputc('\n', out);
        table_print(&table, report->width, out);
    }
    note(report, &arena, out);
}

void text_environments(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    row_list rows = view_lane_rows(&arena, report);
    bool first = true;
    list_each (item, &report->declared->promotions) {
        if (!view_promotion_selected(report, item->promotion))
            continue;
        struct table table = view_environment_table(&arena, report, &rows, item);
        fputs(first ? "" : "\n", out);
        first = false;
        text_paint(report, out, TEXT_BOLD, item->promotion->name);
        fputs(", tag ", out);
        text_print_safe(out, item->promotion->tag);
        fputs("\n\n", out);
        if (table.cells.count > 0)
            table_print(&table, report->width, out);
        else
            fputs("no stream is promoted\n", out);
    }
    if (first)
        fputs("nothing found\n", out);
    note(report, &arena, out);
}
