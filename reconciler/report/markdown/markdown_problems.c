// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/markdown/markdown_problems.h"

#include "reconciler/report/markdown/markdown_text.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/view.h"

void markdown_problem_table(const struct report *report, struct arena *arena, FILE *out)
{
    fputs("\n| where | severity | what | hint | code |\n|---|---|---|---|---|\n", out);
    list_each (problem, &report->declared->problems) {
        fputc('|', out);
        markdown_code_cell(out, shown_place(arena, problem->path, problem->line, problem->column));
        fprintf(out, " %s | ", severity_word(problem_severity(problem->code)));
        if (problem->object != NULL) {
            markdown_text(out, problem->object);
            fputs(": ", out);
        }
        markdown_text(out, problem->message != NULL ? problem->message
                                                    : problem_sentence(problem->code));
        fputs(" | ", out);
        markdown_text(out, problem->hint != NULL ? problem->hint : "");
        fprintf(out, " | %s |\n", problem_word(problem->code));
    }
}

void markdown_problems(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fprintf(out, "### weir lint: %s in %s\n", view_problem_words(&arena, report),
            shown_count(&arena, report->declared->files, "file"));
    if (report->declared->problems.count > 0)
        markdown_problem_table(report, &arena, out);
}
