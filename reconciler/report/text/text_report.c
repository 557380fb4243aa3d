// SPDX-License-Identifier: Apache-2.0
/* The text format: problems, the tables of `get`, and which function prints what. */
#include "reconciler/report/text/text_report.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/report/shown.h"
#include "reconciler/report/unified.h"

void text_problems(const struct report *report, FILE *out)
{
    static const enum text_colour severity_colours[] = {
        [SEVERITY_NOTE] = TEXT_DIM, [SEVERITY_WARNING] = TEXT_MOVE, [SEVERITY_ERROR] = TEXT_STOP};
    arena_scope struct arena arena = {0};
    const struct declared *declared = report->declared;
    list_each (problem, &declared->problems) {
        enum severity severity = problem_severity(problem->code);
        const char *place = shown_place(&arena, problem->path, problem->line, problem->column);
        if (place != NULL) {
            text_paint(report, out, TEXT_BOLD, place);
            fputs(": ", out);
        }
        text_paint(report, out, severity_colours[severity], severity_word(severity));
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

void text_patch_coloured(const struct report *report, FILE *out)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = memory_must(open_memstream(&bytes, &length));
    unified_print_change(memory, report->change);
    fclose(memory);
    memory_must(bytes);
    arena_scope struct arena arena = {0};
    for (char *at = bytes, *end = NULL; at < bytes + length; at = end + 1) {
        end = memchr(at, '\n', (size_t)(bytes + length - at));
        end = end != NULL ? end : bytes + length;
        bool head = text_starts(at, "diff ") || text_starts(at, "---") || text_starts(at, "+++");
        enum text_colour colour = head         ? TEXT_BOLD
                                  : *at == '@' ? TEXT_DIM
                                  : *at == '+' ? TEXT_GOOD
                                  : *at == '-' ? TEXT_STOP
                                               : TEXT_PLAIN;
        text_paint(report, out, colour, arena_copy(&arena, at, (size_t)(end - at)));
        fputc('\n', out);
        arena_clear(&arena);
    }
    free(bytes);
}

static void print_table(const struct report *report, FILE *out,
                        struct table (*make)(struct arena *arena, const struct report *report))
{
    arena_scope struct arena arena = {0};
    struct table table = make(&arena, report);
    if (table.cells.count > 0) {
        table_print(&table, out);
        return;
    }
    const char *advice = view_advice(&arena, report);
    fputs(advice != NULL ? advice : "nothing found\n", out);
}

static void streams(const struct report *report, FILE *out)
{
    print_table(report, out, view_stream_table);
}

static void tags(const struct report *report, FILE *out)
{
    print_table(report, out, view_tag_table);
}

static void promotions(const struct report *report, FILE *out)
{
    print_table(report, out, view_promotion_table);
}

report_printer *const text_printers[REPORT_KINDS] = {
    [REPORT_PLAN] = text_plan,
    [REPORT_PROBLEMS] = text_problems,
    [REPORT_STREAMS] = streams,
    [REPORT_TAGS] = tags,
    [REPORT_PROMOTIONS] = promotions,
    [REPORT_STREAM] = text_stream,
    [REPORT_EXPLANATION] = text_explanation,
    [REPORT_REVIEW] = text_review,
    [REPORT_HISTORY] = text_history,
    [REPORT_PAST_TAGS] = text_past_tags,
    [REPORT_WHERE] = text_where,
    [REPORT_ENVIRONMENTS] = text_environments,
    [REPORT_VERIFICATION] = text_verification,
    [REPORT_AUDIT] = text_audit,
};
