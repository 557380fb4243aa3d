// SPDX-License-Identifier: Apache-2.0
/* Prints an explanation of a tag as text: its image, the registry's answer, the rules, the next
 * step. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/text/text_row.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_tags.h"

static void head(const struct report *report, FILE *out, const char *title)
{
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, title);
    fputc('\n', out);
}

static void line(FILE *out, const char *name, const char *value)
{
    if (text_blank(value))
        return;
    fprintf(out, "  %s", name);
    text_print_safe(out, value);
    fputc('\n', out);
}

static void answer_line(FILE *out, const struct answer *answer, const char *key)
{
    fputs("  ", out);
    text_print_safe(out, key);
    if (answer == NULL) {
        fputs(": not asked in this run\n", out);
        return;
    }
    static const char *const words[] = {
        [ANSWER_FOUND] = "", [ANSWER_NONE] = "no such tag", [ANSWER_UNKNOWN] = "unknown"};
    TABLE_COMPLETE(words, ANSWER_UNKNOWN + 1);
    static const char *const forms[] = {[IMAGE_FORM_UNKNOWN] = "",
                                        [IMAGE_FORM_SINGLE] = " (one platform)",
                                        [IMAGE_FORM_INDEX] = " (image index)"};
    TABLE_COMPLETE(forms, IMAGE_FORM_INDEX + 1);
    fprintf(out, ": %s", words[answer->state]);
    if (answer->state == ANSWER_FOUND) {
        text_print_safe(out, answer->digest != NULL ? answer->digest : "");
        fputs(forms[answer->form], out);
    } else if (answer->why != NULL) {
        fputs(": ", out);
        text_print_safe(out, answer->why);
    }
    fputc('\n', out);
}

static void registry(const struct report *report, struct arena *arena, FILE *out,
                     const struct tag_view *view)
{
    const struct stream_tag *entry = view->entry;
    if (report->observed == NULL || entry == NULL || entry->from_kind != FROM_DOCKER_IMAGE ||
        entry->reference.host == NULL || text_equal(view->spec, "Promoted"))
        return;
    const char *key = reference_tag_key(arena, &entry->reference);
    head(report, out, "Registry");
    answer_line(out, observed_find(report->observed, (struct question){QUESTION_TAG_DIGEST, key}),
                key);
}

static void next(const struct report *report, FILE *out, const struct row *row)
{
    static const char *const words[] = {
        [ROW_STEADY] = "nothing to do",
        [ROW_WRITES] = "`weir sync` writes the change",
        [ROW_WAITS] = "the tag can move by itself when the wait is over",
        [ROW_BLOCKED] = "the tag stays as it is for as long as this reason applies",
        [ROW_UNKNOWN] = "the next run tries again; the pin stays until it succeeds",
    };
    TABLE_COMPLETE(words, ROW_UNKNOWN + 1);
    char when[MOMENT_TEXT_MAX];
    head(report, out, "Next");
    line(out, "", words[row_state(row)]);
    line(out, "hint: ",
         row->hint == NULL && row->reason == REASON_HAND_MOVED ? "run `weir release`" : row->hint);
    if (row->next != MOMENT_NEVER)
        line(out, "not before ", moment_print(row->next, when));
}

static void one_tag(const struct report *report, struct arena *arena, FILE *out,
                    const struct tag_view *view)
{
    const struct row *row = view->row;
    const char *name = arena_print(arena, "%s/%s:%s", view->stream->environment,
                                   view->stream->spec->name, view->tag);
    text_paint(report, out, TEXT_BOLD, name);
    if (row == NULL) {
        fputs(": no plan for this tag\n", out);
        return;
    }
    const char *why =
        arena_print(arena, "%s [%s]", reason_sentence(row->reason), reason_word(row->reason));
    fputs(": ", out);
    text_print_safe(out, why);
    fputc('\n', out);
    line(out, "", view_detail(arena, row));
    const char *place = shown_place(arena, row->file, row->line, row->column);
    if (place != NULL)
        line(out, "at ",
             row->site != NULL ? arena_print(arena, "%s, %s", place, row->site) : place);

    head(report, out, "Current state");
    line(out, "image: ", row->current);
    line(out, "digest: ", row->current_digest != NULL ? row->current_digest : "none");
    if (row->wanted_digest != NULL && !text_equal(row->wanted_digest, row->current_digest))
        line(out, "wanted: ", row->wanted_digest);
    registry(report, arena, out, view);

    head(report, out, "Decision");
    for (size_t i = 0; i < row->trail_count; i++)
        line(out, arena_print(arena, "%2zu. ", i + 1), row->trail[i]);
    line(out, arena_print(arena, "%2zu. ", row->trail_count + 1),
         arena_print(arena, "%s: %s", view_state_word(row_state(row)),
                     reason_sentence(row->reason)));
    next(report, out, row);
}

static void consumers(const struct report *report, struct arena *arena, FILE *out,
                      const row_list *rows, const struct tag_view *view)
{
    bool any = false;
    row_list own = view_rows_of(rows, view->stream->environment, view->stream->spec->name);
    list_each (row, &own) {
        if ((*row)->kind != ROW_CONSUMER || !text_equal((*row)->tag, view->tag))
            continue;
        if (!any)
            head(report, out, "Used by");
        any = true;
        text_row(report, arena, out, *row, 0);
    }
}

void text_explanation(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    row_list rows = view_rows(&arena, report);
    tag_views views = view_all_tags(&arena, report, &rows);
    list_each (view, &views) {
        fputs(view == views.items ? "" : "\n\n", out);
        one_tag(report, &arena, out, view);
        consumers(report, &arena, out, &rows, view);
    }
    if (views.count == 0)
        fputs("nothing found\n", out);
}
