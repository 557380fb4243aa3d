// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/report/shown.h"
#include "reconciler/report/view_tags.h"

bool view_meant(const struct report *report, const struct stream *stream)
{
    const struct report_only *only = &report->only;
    return (only->namespace == NULL || text_equal(only->namespace, stream->namespace)) &&
           (only->stream == NULL || text_equal(only->stream, stream->spec->name));
}

bool view_promotion_meant(const struct report *report, const struct promotion *promotion)
{
    const struct report_only *only = &report->only;
    if (only->promotion != NULL && !text_equal(only->promotion, promotion->name))
        return false;
    bool passes = only->namespace == NULL;
    for (size_t i = 0; i < promotion->entry_count && !passes; i++)
        passes = text_equal(promotion->entries[i].namespace, only->namespace);
    return passes;
}

struct promotion_view view_promotion(const struct report *report,
                                     const struct declared_promotion *promotion)
{
    struct promotion_view view = {.declared = promotion};
    if (report->plan == NULL)
        return view;
    list_each (row, &report->plan->rows) {
        if (row->kind != ROW_HOP || row->hop == NULL || row->hop->promotion != promotion->promotion)
            continue;
        enum row_state state = row_state(row);
        view.hops++;
        view.steady += state == ROW_STEADY;
        view.behind += state == ROW_WRITES || state == ROW_WAITS;
        view.blocked += state == ROW_BLOCKED;
        view.unknown += state == ROW_UNKNOWN;
    }
    return view;
}

const char *view_promotion_state(struct arena *arena, const struct promotion_view *view)
{
    if (view->hops == 0)
        return view->declared->problem != NULL ? "problem" : "-";
    if (view->steady == view->hops)
        return "up to date";
    const char *text = "";
    const struct {
        size_t count;
        const char *word;
    } parts[] = {{view->behind, "behind"}, {view->blocked, "blocked"}, {view->unknown, "unknown"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].count > 0)
            text = arena_print(arena, "%s%s%zu %s", text, *text != '\0' ? ", " : "", parts[i].count,
                               parts[i].word);
    return text;
}

const char *view_path(struct arena *arena, const struct promotion *promotion)
{
    const char *text = "";
    for (size_t i = 0; i < promotion->entry_count; i++)
        text = arena_print(arena, "%s%s%s", text, i > 0 ? " → " : "",
                           promotion->entries[i].namespace != NULL ? promotion->entries[i].namespace
                                                                   : "?");
    return text;
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

const char *view_advice(struct arena *arena, const struct report *report)
{
    const struct declared *declared = report->declared;
    if (declared->streams.count > 0)
        return NULL;
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
        "  add one for each image, as weir-manifests(5) shows or as\n"
        "  `oc get imagestreams -o yaml` prints those of a cluster, then run `weir init`\n"
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
    if (trouble > 0)
        text = arena_print(arena, "nothing to write; %zu %s attention", trouble,
                           trouble == 1 ? "row needs" : "rows need");
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

const char *view_binding(enum binding binding)
{
    static const char *const words[] = {
        [BOUND_BY_TRIGGER] = "trigger", [BOUND_BY_FORM] = "form", [BOUND_BY_LOOKUP] = "lookup"};
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

struct table view_stream_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAMESPACE", "NAME", "TAGS", "SOURCE"};
    struct table table = table_make(arena, heads, 4);
    row_list rows = view_rows(arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        LIST_OF(const char *) tags = {0}, sources = {0};
        tag_views views = view_tags(arena, report, &rows, stream);
        list_each (view, &views) {
            *list_add(arena, &tags) = view->tag;
            if (view->entry == NULL || view->entry->from_kind != FROM_DOCKER_IMAGE ||
                view->entry->reference.name == NULL)
                continue;
            bool there = false;
            list_each (source, &sources)
                there = there || text_equal(*source, view->entry->reference.name);
            if (!there)
                *list_add(arena, &sources) = view->entry->reference.name;
        }
        table_add(&table, stream->namespace);
        table_add(&table, stream->spec->name);
        table_add(&table, view_cut_list(arena, tags.items, tags.count, 40));
        table_add(&table, view_cut_list(arena, sources.items, sources.count, 40));
    }
    return table;
}

struct table view_tag_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAMESPACE", "NAME", "IMAGE", "SPEC", "STATE"};
    struct table table = table_make(arena, heads, 5);
    row_list rows = view_rows(arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        tag_views views = view_tags(arena, report, &rows, stream);
        list_each (view, &views) {
            table_add(&table, stream->namespace);
            table_add(&table, arena_print(arena, "%s:%s", stream->spec->name, view->tag));
            table_add(&table, shown_reference(arena, view_source(arena, view->entry)));
            table_add(&table, view->spec);
            table_add(&table, view->row != NULL ? reason_word(view->row->reason) : "-");
        }
    }
    return table;
}

struct table view_promotion_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAME", "STREAMS", "PATH", "STATE"};
    struct table table = table_make(arena, heads, 4);
    list_each (item, &report->declared->promotions) {
        const struct promotion *promotion = item->promotion;
        if (!view_promotion_meant(report, promotion))
            continue;
        struct promotion_view view = view_promotion(report, item);
        table_add(&table, promotion->name);
        table_add(&table, view_cut_list(arena, promotion->streams, promotion->stream_count, 40));
        table_add(&table, view_path(arena, promotion));
        table_add(&table, view_promotion_state(arena, &view));
    }
    return table;
}
