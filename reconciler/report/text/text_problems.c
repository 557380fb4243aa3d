// SPDX-License-Identifier: Apache-2.0
/* Prints problems of manifests as text in the form of compiler errors: the place first. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/view.h"

void text_problems(const struct report *report, FILE *out)
{
    static const enum text_color severity_colors[] = {
        [SEVERITY_NOTE] = TEXT_DIM, [SEVERITY_WARNING] = TEXT_MOVE, [SEVERITY_ERROR] = TEXT_STOP};
    TABLE_COMPLETE(severity_colors, SEVERITY_ERROR + 1);
    arena_scope struct arena arena = {0};
    const struct declared *declared = report->declared;
    list_each (problem, &declared->problems) {
        enum severity severity = problem_severity(problem->code);
        const char *place = shown_place(&arena, problem->path, problem->line, problem->column);
        if (place != NULL) {
            text_paint(report, out, TEXT_BOLD, place);
            fputs(": ", out);
        }
        text_paint(report, out, severity_colors[severity], severity_word(severity));
        fputs(": ", out);
        if (problem->object != NULL) {
            text_print_safe(out, problem->object);
            fputs(": ", out);
        }
        text_print_safe(out, problem->message != NULL ? problem->message
                                                      : problem_sentence(problem->code));
        fprintf(out, " [%s]\n", problem_word(problem->code));
        if (problem->hint != NULL) {
            fputs("    hint: ", out);
            text_print_safe(out, problem->hint);
            fputc('\n', out);
        }
    }
    if (declared->problems.count > 0)
        fputc('\n', out);
    fprintf(out, "%s in %s (%s)\n", view_problem_words(&arena, report),
            shown_count(&arena, declared->files, "file"),
            shown_count(&arena, declared->objects, "object"));
}
