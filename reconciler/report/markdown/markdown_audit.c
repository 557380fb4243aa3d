// SPDX-License-Identifier: Apache-2.0
/* Prints an audit as Markdown: the summary, the findings, and every move with its evidence. */
#include "reconciler/report/markdown/markdown_text.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_audit.h"

static void findings(const struct report *report, struct arena *arena, FILE *out,
                     enum finding_class class, const char *heading)
{
    if (report->audit->classes[class] == 0)
        return;
    fprintf(out,
            "\n#### %s\n\n| when | what | tag | image | why | who | commit | journal |\n"
            "|---|---|---|---|---|---|---|---|\n",
            heading);
    list_each (finding, &report->audit->findings) {
        if (finding_class(finding->code) != class)
            continue;
        const char *why = finding_sentence(finding->code);
        if (finding->detail != NULL)
            why = arena_print(arena, "%s: %s", why, finding->detail);
        fputc('|', out);
        markdown_cell(out, view_finding_time(arena, finding));
        markdown_cell(out, finding_word(finding->code));
        markdown_cell(out, view_finding_object(arena, finding));
        markdown_code_cell(out, finding->digest);
        markdown_cell(out, why);
        markdown_cell(out, finding->who);
        markdown_code_cell(out, finding->commit);
        markdown_code_cell(out, finding->journal_commit);
        fputc('\n', out);
    }
}

static void moves(const struct report *report, struct arena *arena, FILE *out)
{
    char time[MOMENT_TEXT_MAX];
    if (report->audit->moves.count == 0)
        return;
    fputs("\n#### Moves\n\n| when | tag | image | as | who | evidence | commit |\n"
          "|---|---|---|---|---|---|---|\n",
          out);
    list_each (move, &report->audit->moves) {
        const struct record *record = move->record;
        fputc('|', out);
        markdown_cell(out, moment_print(record != NULL ? record->time : move->commit->time, time));
        markdown_cell(out,
                      arena_print(arena, "%s/%s:%s", move->namespace, move->stream, move->tag));
        markdown_code_cell(out, move->digest);
        markdown_cell(out, record != NULL ? record_word(record->kind) : "not recorded");
        markdown_cell(out, record != NULL ? record->who : move->commit->who);
        fputc(' ', out);
        for (size_t i = 0; record != NULL && i < record->evidence_count; i++) {
            fputs(i > 0 ? "<br>" : "", out);
            markdown_text(out, evidence_line(&record->evidence[i]));
        }
        fputs(" |", out);
        markdown_code_cell(out, move->commit->id);
        fputc('\n', out);
    }
}

void markdown_audit(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    fputs("### weir audit: ", out);
    markdown_text(out, view_audit_summary(&arena, report));
    fputs("\n\n", out);
    markdown_text(out, arena_print(&arena, "%s, %s", view_base(&arena, report),
                                   view_audit_range(&arena, report)));
    fputc('\n', out);
    findings(report, &arena, out, FINDING_EXCEPTION, "Exceptions");
    findings(report, &arena, out, FINDING_UNKNOWN, "Unknown");
    findings(report, &arena, out, FINDING_NOTE, "Notes");
    moves(report, &arena, out);
}
