// SPDX-License-Identifier: Apache-2.0
/* The plan as text: what is written, what is not and why, what comes of it. */
#include "reconciler/report/text/text_report.h"

#include <string.h>

#include "reconciler/report/shown.h"
#include "reconciler/report/unified.h"

enum { WIDTH = 99, OBJECT_MAX = 44 };

static const char *const colours[] = {
    [TEXT_PLAIN] = "",        [TEXT_BOLD] = "\033[1m",  [TEXT_GOOD] = "\033[32m",
    [TEXT_MOVE] = "\033[33m", [TEXT_STOP] = "\033[31m", [TEXT_DOUBT] = "\033[35m",
    [TEXT_DIM] = "\033[2m",
};

void text_paint(const struct report *report, FILE *out, enum text_colour colour, const char *text)
{
    bool painted = report->colour && colour != TEXT_PLAIN;
    fputs(painted ? colours[colour] : "", out);
    text_print_safe(out, text);
    fputs(painted ? "\033[0m" : "", out);
}

static enum text_colour row_colour(const struct row *row)
{
    static const enum text_colour by_state[] = {
        [ROW_STEADY] = TEXT_DIM,   [ROW_WRITES] = TEXT_MOVE,   [ROW_WAITS] = TEXT_PLAIN,
        [ROW_BLOCKED] = TEXT_STOP, [ROW_UNKNOWN] = TEXT_DOUBT,
    };
    bool fresh = row_state(row) == ROW_WRITES && row->current_digest == NULL;
    if (row->deletes)
        return TEXT_STOP;
    return fresh ? TEXT_GOOD : by_state[row_state(row)];
}

static const char *row_sign(const struct row *row)
{
    static const char *const by_state[] = {
        [ROW_STEADY] = "=",  [ROW_WRITES] = "~",  [ROW_WAITS] = "*",
        [ROW_BLOCKED] = "!", [ROW_UNKNOWN] = "?",
    };
    bool fresh = row_state(row) == ROW_WRITES && row->current_digest == NULL;
    if (row->deletes)
        return "-";
    return fresh ? "+" : by_state[row_state(row)];
}

/* What stands or comes behind the object. */
static const char *row_image(struct arena *arena, const struct row *row)
{
    const char *move = row_state(row) == ROW_STEADY ? NULL : shown_move(arena, row);
    if (move != NULL)
        return move;
    if (row->current_digest != NULL)
        return shown_digest(arena, row->current_digest);
    return text_blank(row->current) ? NULL : shown_reference(arena, row->current);
}

/* Sign, object, image; then why, and where. A part that does not fit gets a line of its own. */
void text_row(const struct report *report, struct arena *arena, FILE *out, const struct row *row,
              size_t wide)
{
    char when[MOMENT_TEXT_MAX];
    const char *image = row_image(arena, row);
    const char *place = shown_place(arena, row->file, row->line, row->column);
    size_t width = shown_width(row->object), pad = width < wide ? wide - width : 0;
    fputs("  ", out);
    text_paint(report, out, row_colour(row), row_sign(row));
    fputc(' ', out);
    text_paint(report, out, row_state(row) == ROW_STEADY ? TEXT_PLAIN : TEXT_BOLD, row->object);
    if (image != NULL) {
        bool fits = 4 + width + pad + 2 + shown_width(image) <= WIDTH;
        if (fits)
            fprintf(out, "%*s", (int)pad + 2, "");
        else
            fputs("\n      ", out);
        text_print_safe(out, image);
    }
    const char *why = reason_sentence(row->reason);
    fprintf(out, "\n      %s", why);
    if (place != NULL) {
        bool fits = 6 + shown_width(why) + 3 + shown_width(place) <= WIDTH;
        fputs(fits ? " · " : "\n      ", out);
        text_paint(report, out, TEXT_DIM, place);
    }
    fputc('\n', out);
    if (row_state(row) == ROW_STEADY || row_state(row) == ROW_WRITES)
        return;
    if (row->detail != NULL) {
        fputs("      ", out);
        text_print_safe(out, view_detail(arena, row));
        fputc('\n', out);
    }
    if (row->next != MOMENT_NEVER)
        fprintf(out, "      next: %s\n", moment_print(row->next, when));
    if (row->hint != NULL) {
        fputs("      hint: ", out);
        text_print_safe(out, row->hint);
        fputc('\n', out);
    }
}

struct group {
    const char *title;
    enum row_kind kind;                /* of writing and steady rows */
    const struct promotion *promotion; /* ROW_HOP */
    bool by_state;                     /* rows of `state` whatever their kind */
    enum row_state state;
};

static bool in_group(const struct group *group, const struct row *row)
{
    enum row_state state = row_state(row);
    if (group->by_state)
        return state == group->state;
    return row->kind == group->kind && (state == ROW_WRITES || state == ROW_STEADY) &&
           (row->kind != ROW_HOP ||
            (row->hop != NULL ? row->hop->promotion : NULL) == group->promotion);
}

static void print_group(const struct report *report, struct arena *arena, FILE *out,
                        const struct group *group)
{
    size_t wide = 0, steady = 0, shown = 0;
    list_each (row, &report->plan->rows) {
        if (!in_group(group, row))
            continue;
        if (row_state(row) == ROW_STEADY && !report->all) {
            steady++;
            continue;
        }
        size_t width = shown_width(row->object);
        wide = width > wide && width <= OBJECT_MAX ? width : wide;
        shown++;
    }
    if (shown + steady == 0)
        return;
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, group->title);
    fputc('\n', out);
    list_each (row, &report->plan->rows)
        if (in_group(group, row) && (row_state(row) != ROW_STEADY || report->all))
            text_row(report, arena, out, row, wide);
    if (steady > 0) {
        fputs("  ", out);
        text_paint(report, out, TEXT_DIM,
                   arena_print(arena, "= %zu %sup to date", steady, shown > 0 ? "more " : ""));
        fputc('\n', out);
    }
}

static void print_groups(const struct report *report, struct arena *arena, FILE *out)
{
    print_group(report, arena, out, &(struct group){.title = "Tags", .kind = ROW_TAG});
    list_each (item, &report->declared->promotions) {
        const char *title = arena_print(arena, "Promotion %s: %s", item->promotion->name,
                                        view_path(arena, item->promotion));
        print_group(report, arena, out,
                    &(struct group){.title = title, .kind = ROW_HOP, .promotion = item->promotion});
    }
    print_group(report, arena, out, &(struct group){.title = "Promotions", .kind = ROW_HOP});
    print_group(report, arena, out, &(struct group){.title = "Workloads", .kind = ROW_CONSUMER});
    static const struct group others[] = {
        {.title = "Waiting", .by_state = true, .state = ROW_WAITS},
        {.title = "Blocked", .by_state = true, .state = ROW_BLOCKED},
        {.title = "Unknown", .by_state = true, .state = ROW_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        print_group(report, arena, out, &others[i]);
}

/* "3 changes, 1 waiting"; steady rows alone: "everything is as it should be". */
const char *text_counts(struct arena *arena, const struct report *report)
{
    struct plan_count count = view_states(report);
    static const struct {
        enum row_state state;
        const char *one, *many;
    } words[] = {
        {ROW_WRITES, "change", "changes"},
        {ROW_WAITS, "waiting", "waiting"},
        {ROW_BLOCKED, "blocked", "blocked"},
        {ROW_UNKNOWN, "unknown", "unknown"},
    };
    const char *text = "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t rows = count.states[words[i].state];
        if (rows > 0)
            text = arena_print(arena, "%s%s%zu %s", text, *text != '\0' ? ", " : "", rows,
                               rows == 1 ? words[i].one : words[i].many);
    }
    if (*text != '\0')
        return text;
    return count.states[ROW_STEADY] > 0 ? "up to date" : "nothing is declared";
}

static void print_patch(const struct report *report, FILE *out)
{
    if (!report->patch || report->change == NULL || report->change->files.count == 0)
        return;
    fputc('\n', out);
    if (!report->colour) {
        unified_print_change(out, report->change);
        return;
    }
    text_patch_coloured(report, out);
}

void text_plan(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct plan *plan = report->plan;
    if (report->source != NULL) {
        text_paint(report, out, TEXT_BOLD,
                   report->source->name != NULL ? report->source->name : "");
        fprintf(out, " (%s): ", view_base(&arena, report));
    }
    fprintf(out, "%s\n", text_counts(&arena, report));
    const char *advice = view_advice(&arena, report);
    if (advice != NULL)
        fprintf(out, "\n%s", advice);
    print_groups(report, &arena, out);
    if (plan->notes.count + plan->questions.count > 0)
        fputc('\n', out);
    list_each (note, &plan->notes) {
        fputs("note: ", out);
        text_print_safe(out, *note);
        fputc('\n', out);
    }
    if (plan->questions.count > 0)
        fprintf(out, "note: %s without an answer; rows that depend on them are undecided\n",
                shown_count(&arena, plan->questions.count, "question"));
    if (report->declared->problems.count > 0)
        fprintf(out, "\n%s in the manifests; `weir lint` shows where\n",
                view_problem_words(&arena, report));
    print_patch(report, out);
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, view_last_line(&arena, report));
    fputc('\n', out);
}
