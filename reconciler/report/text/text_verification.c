// SPDX-License-Identifier: Apache-2.0
/* Prints a verification as text: which images exist, and how far back a rollback could go. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_verification.h"

void text_verification(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct verification *made = report->verification;
    bool well = made->gone + made->unknown == 0;
    if (report->source != NULL)
        text_paint(report, out, TEXT_BOLD,
                   report->source->name != NULL ? report->source->name : "");
    fprintf(out, " (%s): ", view_base(&arena, report));
    text_paint(report, out, well ? TEXT_GOOD : TEXT_STOP, view_verified_counts(&arena, made));
    fputc('\n', out);
    struct table images = view_verified_table(&arena, report);
    struct table rollbacks = view_rollback_table(&arena, report);
    const struct table *const tables[] = {&images, &rollbacks};
    for (size_t i = 0; i < 2; i++) {
        if (tables[i]->cells.count == 0)
            continue;
        fputc('\n', out);
        table_print(tables[i], report->width, out);
    }
    const char *note = NULL;
    for (size_t i = 0; (note = view_verified_note(&arena, made, i)) != NULL; i++) {
        fputs(i == 0 ? "\nnote: " : "note: ", out);
        text_print_safe(out, note);
        fputc('\n', out);
    }
}
