// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/report.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/report/fold.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_promotions.h"
#include "reconciler/report/view_tags.h"
#include "reconciler/report/view_where.h"

static const struct {
    const char *word;
    bool for_people;
} formats[] = {
#define FORMAT(format, prefix, word, for_people, with) [format] = {word, for_people},
    REPORT_FORMATS(FORMAT, )
#undef FORMAT
};
TABLE_COMPLETE(formats, REPORT_FORMAT_COUNT);

static report_printer *const printers[][REPORT_FORMAT_COUNT] = {
#define PRINTER(format, prefix, word, for_people, name) [format] = prefix##_##name,
#define PRINTERS(kind, name) [kind] = {REPORT_FORMATS(PRINTER, name)},
    REPORT_KINDS(PRINTERS)
#undef PRINTERS
#undef PRINTER
};
TABLE_COMPLETE(printers, REPORT_KIND_COUNT);

bool report_format_parse(const char *word, enum report_format *out)
{
    for (size_t i = 0; i < REPORT_FORMAT_COUNT; i++)
        if (strcmp(formats[i].word, word) == 0) {
            *out = (enum report_format)i;
            return true;
        }
    return false;
}

bool report_format_for_people(enum report_format format)
{
    return formats[format].for_people;
}

void report_print(enum report_kind kind, enum report_format format, const struct report *report,
                  FILE *out)
{
    if (format != REPORT_TEXT || report->width == 0) {
        printers[kind][format](report, out);
        return;
    }
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = memory_must(open_memstream(&bytes, &length));
    printers[kind][format](report, memory);
    fclose(memory);
    fold_print(out, memory_must(bytes), length, report->width);
    free(bytes);
}

void report_last_line(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fputs(view_last_line(&arena, report), out);
}

void report_advice(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const char *advice = view_advice(&arena, report);
    fputs(advice != NULL ? advice : "", out);
}

bool report_found(const struct report *report)
{
    arena_scope struct arena arena = {0};
    if (report->only.promotion != NULL) {
        list_each (item, &report->declared->promotions)
            if (view_promotion_selected(report, item->promotion))
                return true;
        return false;
    }
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams)
        if (view_selects(report, stream) &&
            (report->only.tag == NULL || view_tags(&arena, report, &rows, stream).count > 0))
            return true;
    return false;
}

bool report_where_found(const struct report *report)
{
    arena_scope struct arena arena = {0};
    return view_where(&arena, report).search.count > 0;
}

const char *report_where_ambiguous(struct arena *arena, const struct report *report)
{
    struct where_view where = view_where(arena, report);
    return where.search.count > 1 ? digest_search_text(arena, &where.search) : NULL;
}

bool report_has_records(const struct report *report)
{
    arena_scope struct arena arena = {0};
    tag_histories histories = view_histories(&arena, report);
    list_each (history, &histories)
        if (history->journal != NULL)
            return true;
    return false;
}

bool report_history_trouble(const struct report *report)
{
    arena_scope struct arena arena = {0};
    tag_histories histories = view_histories(&arena, report);
    list_each (history, &histories)
        if (history->journal != NULL && history->journal->trouble != NULL)
            return true;
    return false;
}
