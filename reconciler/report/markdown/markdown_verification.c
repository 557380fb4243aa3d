// SPDX-License-Identifier: Apache-2.0
/* Prints a verification as Markdown: which images exist, and how far back a rollback could go. */
#include "reconciler/report/markdown/markdown_table.h"
#include "reconciler/report/markdown/markdown_text.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_verification.h"

void markdown_verification(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fputs("### weir verify: ", out);
    markdown_text(out, view_verified_counts(&arena, report->verification));
    struct table images = view_verified_table(&arena, report);
    struct table rollbacks = view_rollback_table(&arena, report);
    fputs("\n", out);
    const struct table *const tables[] = {&images, &rollbacks};
    for (size_t i = 0; i < 2; i++) {
        if (tables[i]->cells.count == 0)
            continue;
        fputc('\n', out);
        markdown_table(tables[i], out);
    }
    const char *note = NULL;
    for (size_t i = 0; (note = view_verified_note(&arena, report->verification, i)) != NULL; i++) {
        fputs("\n> ", out);
        markdown_text(out, note);
        fputc('\n', out);
    }
}
