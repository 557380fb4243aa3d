// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/text/text_recent.h"

#include "reconciler/report/shown.h"
#include "reconciler/report/view_history.h"

void text_recent(const struct report *report, struct arena *arena, FILE *out,
                 const struct tag_view *view)
{
    const char *namespace = view->stream->environment, *stream = view->stream->spec->name;
    struct tag_history history = {
        .journal = journal_find(view_journal(report), namespace, stream, view->tag)};
    if (history.journal == NULL)
        return;
    if (history.journal->trouble != NULL) {
        fputs("    history: ", out);
        text_print_safe(out, history.journal->trouble);
        fputc('\n', out);
        return;
    }
    journal_stretches(arena, history.journal, report->now, &history.stretches);
    size_t count = history.journal->count;
    for (size_t i = 0; i < count && i < VIEW_RECENT; i++) {
        const struct record *record = &history.journal->records[count - 1 - i];
        fputs(i == 0 ? "    history: " : "             ", out);
        text_print_safe(
            out, arena_print(
                     arena, "%s%s %s%s%s%s%s%s%s", view_record_age(arena, record, report->now),
                     record_believed(record, report->now) ? " ago" : " time",
                     view_record_words(arena, &history, record), record->digest != NULL ? " " : "",
                     record->digest != NULL ? shown_digest(arena, record->digest) : "",
                     record->who != NULL ? " by " : "",
                     record->who != NULL ? view_person(arena, record->who) : "",
                     record->why != NULL ? ": " : "", record->why != NULL ? record->why : ""));
        fputc('\n', out);
    }
    if (count > VIEW_RECENT)
        fprintf(out, "             and %s; `weir history` shows all\n",
                shown_count(arena, count - VIEW_RECENT, "older record"));
}
