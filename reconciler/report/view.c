// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view.h"

#include <stdlib.h>
#include <string.h>

#include "diff/journal/journal.h"
#include "reconciler/report/shown.h"

bool view_selects(const struct report *report, const struct stream *stream)
{
    const struct report_only *only = &report->only;
    return (only->namespace == NULL || text_equal(only->namespace, stream->environment)) &&
           (only->stream == NULL || text_equal(only->stream, stream->spec->name));
}

struct problem_count view_problems(const struct report *report)
{
    struct problem_count count = {0};
    list_each (problem, &report->declared->problems)
        count.severities[problem_severity(problem->code)]++;
    return count;
}

const char *view_problem_words(struct arena *arena, const struct report *report)
{
    struct problem_count count = view_problems(report);
    const char *text = "";
    for (int i = SEVERITY_ERROR; i >= SEVERITY_NOTE; i--)
        if (count.severities[i] > 0)
            text = arena_print(
                arena, "%s%s%s", text, *text != '\0' ? ", " : "",
                shown_count(arena, count.severities[i], severity_word((enum severity)i)));
    return *text != '\0' ? text : "no problems";
}

struct plan_count view_states(const struct report *report)
{
    return report->plan != NULL ? plan_counted(report->plan) : (struct plan_count){0};
}

const char *view_state_word(enum row_state state)
{
    static const char *const words[] = {
        [ROW_STEADY] = "up to date", [ROW_WRITES] = "change",   [ROW_WAITS] = "waiting",
        [ROW_BLOCKED] = "blocked",   [ROW_UNKNOWN] = "unknown",
    };
    TABLE_COMPLETE(words, ROW_UNKNOWN + 1);
    return words[state];
}

const char *view_plan_counts(struct arena *arena, const struct report *report)
{
    struct plan_count count = view_states(report);
    const char *text = "";
    for (int state = ROW_WRITES; state <= ROW_UNKNOWN; state++) {
        size_t rows = count.states[state];
        bool many = state == ROW_WRITES && rows > 1;
        if (rows > 0)
            text = arena_print(arena, "%s%s%zu %s%s", text, *text != '\0' ? ", " : "", rows,
                               view_state_word((enum row_state)state), many ? "s" : "");
    }
    if (*text != '\0')
        return text;
    return count.states[ROW_STEADY] > 0 ? view_state_word(ROW_STEADY) : "no tags found";
}

const char *view_advice(struct arena *arena, const struct report *report)
{
    const struct declared *declared = report->declared;
    if (declared->streams.count > 0)
        return NULL;
    if (report->source != NULL && journal_is_branch(report->source->branch))
        return "this is a journal's branch, which has no manifests\n"
               "  name another branch with --branch\n";
    if (declared->files == 0)
        return "there are no manifests here (*.yaml, *.yml, *.json)\n  add your environments' "
               "manifests, with an ImageStream for each image\n  (`oc get imagestreams -o yaml` "
               "prints those of a cluster), then run `weir init`\n";
    if (view_problems(report).severities[SEVERITY_ERROR] > 0)
        return arena_print(
            arena, "no ImageStream could be read from %s\n  `weir lint` shows what is wrong\n",
            shown_count(arena, declared->files, "file"));
    return arena_print(
        arena,
        "no ImageStream is declared in %s\n"
        "  add one for each image: weir-manifests(5) shows how to write it, and\n"
        "  `oc get imagestreams -o yaml` prints those of a cluster; then run `weir init`\n"
        "  and `weir import-image NAME:latest --from=IMAGE --scheduled -n NAMESPACE`\n",
        shown_count(arena, declared->files, "file"));
}

const char *view_base(struct arena *arena, const struct report *report)
{
    const struct source *source = report->source;
    if (source == NULL)
        return "";
    if (source->commit == NULL && source->commits)
        return "no commit yet";
    if (source->commit == NULL)
        return source->branch != NULL
                   ? arena_print(arena, "work tree on %s", shown_safe(arena, source->branch))
                   : "work tree";
    return arena_print(arena, "%s at %s",
                       source->branch != NULL ? shown_safe(arena, source->branch) : "commit",
                       shown_commit(arena, source->commit));
}

const char *view_detail(struct arena *arena, const struct row *row)
{
    const char *place = shown_place(arena, row->file, row->line, row->column);
    size_t length = place != NULL ? strlen(place) : 0;
    if (row->detail == NULL || length == 0 || strncmp(row->detail, place, length) != 0 ||
        strncmp(row->detail + length, ": ", 2) != 0)
        return row->detail;
    return row->detail + length + 2;
}

static const char *planned_line(struct arena *arena, const struct report *report)
{
    char when[MOMENT_TEXT_MAX];
    const struct source *source = report->source;
    size_t files = report->change != NULL ? report->change->files.count : 0;
    size_t trouble = view_states(report).trouble;
    const char *writer = report->writer != NULL ? report->writer : "`weir sync`";
    if (files > 0 && source != NULL && source->commit != NULL && source->branch != NULL)
        return arena_print(arena, "%s would change; %s commits %s to %s",
                           shown_count(arena, files, "file"), writer, files == 1 ? "it" : "them",
                           shown_safe(arena, source->branch));
    if (files > 0)
        return arena_print(arena, "%s would change; %s writes %s",
                           shown_count(arena, files, "file"), writer, files == 1 ? "it" : "them");
    const char *text = "nothing to do";
    size_t errors = view_problems(report).severities[SEVERITY_ERROR];
    if (trouble > 0)
        text = arena_print(arena, "nothing to write; %zu %s attention", trouble,
                           trouble == 1 ? "row needs" : "rows need");
    else if (errors > 0)
        text = arena_print(arena, "nothing to write; %s in the manifests",
                           shown_count(arena, errors, "error"));
    else if (report->plan != NULL && report->plan->unreadable != NULL)
        text = "nothing to write; the journal can't be used";
    if (report->plan != NULL && report->plan->next != MOMENT_NEVER)
        text = arena_print(arena, "%s; next at %s", text, moment_print(report->plan->next, when));
    return text;
}

const char *view_last_line(struct arena *arena, const struct report *report)
{
    const struct report_result *result = &report->result;
    size_t files = report->change != NULL ? report->change->files.count : 0;
    const char *words = result->words != NULL ? shown_safe(arena, result->words) : NULL;
    const char *part = "";
    if (result->written > 0)
        part = arena_print(arena, "; %zu of %s edited", result->written,
                           shown_count(arena, files, "file"));
    switch (result->kind) {
    case RESULT_PLANNED:
    case RESULT_NOTHING:
        return planned_line(arena, report);
    case RESULT_EDITED:
        return arena_print(arena, "%s edited, nothing committed",
                           shown_count(arena, result->written, "file"));
    case RESULT_COMMITTED:
        return arena_print(arena, "commit %s on %s: %s%s%s", shown_commit(arena, result->commit),
                           report->source != NULL && report->source->branch != NULL
                               ? shown_safe(arena, report->source->branch)
                               : "a detached HEAD",
                           shown_count(arena, result->written, "file"), words != NULL ? "; " : "",
                           words != NULL ? words : "");
    case RESULT_RACE:
        return arena_print(arena, "not written: the repository changed in the meantime%s%s%s",
                           words != NULL ? " (" : "", words != NULL ? words : "",
                           words != NULL ? ")" : "");
    case RESULT_REFUSED:
    case RESULT_FAILED:
        return arena_print(arena, "not written: %s%s",
                           words != NULL                    ? words
                           : result->kind == RESULT_REFUSED ? "refused"
                                                            : "failed",
                           part);
    }
    return "";
}

bool view_alias_moves(const struct row *row)
{
    return row_state(row) == ROW_STEADY && row->gives != NULL &&
           !text_equal(row->gives, row->current_digest);
}

const char *view_binding(enum binding binding)
{
    static const char *const words[] = {
        [BOUND_BY_TRIGGER] = "trigger", [BOUND_BY_FORM] = "form", [BOUND_BY_LOOKUP] = "lookup"};
    TABLE_COMPLETE(words, BOUND_BY_LOOKUP + 1);
    return words[binding];
}

const char *view_cut_list(struct arena *arena, const char *const *items, size_t count, size_t most)
{
    const char *text = count > 0 ? items[0] : "";
    for (size_t i = 1; i < count; i++) {
        const char *longer = arena_print(arena, "%s, %s", text, items[i]);
        if (strlen(longer) > most)
            return arena_print(arena, "%s + %zu more", text, count - i);
        text = longer;
    }
    return text;
}
