// SPDX-License-Identifier: Apache-2.0
#include "diff/journal/due_print.h"

/* Prints "  evidence: [KIND ARGUMENT, since …] TEXT". */
static void evidence_print(const struct evidence *evidence, FILE *out)
{
    char time[MOMENT_TEXT_MAX];
    fprintf(out, "  evidence: [%s", evidence->kind != NULL ? evidence->kind : "-");
    if (evidence->argument != NULL)
        fprintf(out, " %s", evidence->argument);
    if (evidence->outcome == EVIDENCE_OVERRIDDEN)
        fputs(", overridden", out);
    if (evidence->since != 0)
        fprintf(out, ", since %s", moment_print(evidence->since, time));
    if (evidence->until != 0)
        fprintf(out, ", until %s", moment_print(evidence->until, time));
    fprintf(out, "] %s\n", evidence_line(evidence));
}

void due_print(const due_list *dues, FILE *out)
{
    char time[MOMENT_TEXT_MAX];
    list_each (due, dues) {
        const struct record *record = &due->record;
        fprintf(out, "%s/%s:%s %s %s", due->environment, due->stream, due->tag,
                record_word(record->kind), moment_print(record->time, time));
        if (record->digest != NULL)
            fprintf(out, " %s", record->digest);
        if (record->reference != NULL)
            fprintf(out, " reference=%s", record->reference);
        if (record->commit != NULL)
            fprintf(out, " commit=%s", record->commit);
        if (record->alias != NULL)
            fprintf(out, " alias=%s", record->alias);
        if (record->rebuilt)
            fputs(" rebuilt", out);
        if (record->left != 0)
            fprintf(out, " left=%s", moment_print(record->left, time));
        fputc('\n', out);
        if (record->who != NULL)
            fprintf(out, "  who: %s\n", record->who);
        if (record->why != NULL)
            fprintf(out, "  why: %s\n", record->why);
        for (size_t i = 0; i < record->evidence_count; i++)
            evidence_print(&record->evidence[i], out);
    }
}
