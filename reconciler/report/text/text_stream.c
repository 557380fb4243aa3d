// SPDX-License-Identifier: Apache-2.0
/* Prints a stream as text, as `oc describe is` shows it, with the policy and state of each tag. */
#include "manifests/base/duration.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/text/text_recent.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_tags.h"

/* Prints "    name: value" with an untrusted value; prints nothing for NULL. */
static void field(FILE *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    fprintf(out, "    %s: ", name);
    text_print_safe(out, value);
    fputc('\n', out);
}

static void source_line(struct arena *arena, FILE *out, const struct tag_view *view)
{
    const struct stream_tag *entry = view->entry;
    const char *source = view_source(arena, entry), *words = "tagged from ";
    if (entry == NULL)
        source = "", words = "the stream's spec has no entry for this tag";
    else if (source == NULL)
        source = "", words = "tag without source image";
    else if (entry->reference_only)
        words = "reference to ";
    else if (text_equal(view->spec, "Scheduled"))
        words = "updates automatically from ";
    else if (text_equal(view->spec, "Alias"))
        words = "follows tag ";
    fprintf(out, "  %s", words);
    text_print_safe(out, source);
    fputc('\n', out);
    if (entry == NULL)
        return;
    if (entry->insecure)
        fputs("    will use insecure HTTPS or HTTP connections\n", out);
    if (entry->reference_policy == REFERENCE_POLICY_LOCAL)
        fputs("    prefer registry pullthrough when referencing this tag\n", out);
    if (entry->import_mode == IMPORT_MODE_PRESERVE_ORIGINAL)
        fputs("    keeps all platforms of an index (importMode: PreserveOriginal)\n", out);
}

static void policy_lines(struct arena *arena, FILE *out, const struct tag_policy *policy)
{
    char when[MOMENT_TEXT_MAX];
    field(out, "follows", policy->follow != NULL ? policy->follow->text : NULL);
    field(out, "platforms", policy->platforms);
    if (policy->settle >= 0)
        field(out, "settle time", duration_print(policy->settle, when));
    if (policy->hold.set)
        field(out, "held",
              arena_print(arena, "until %s%s%s",
                          policy->hold.until == MOMENT_NEVER
                              ? "released"
                              : moment_print(policy->hold.until, when),
                          policy->hold.reason != NULL ? ": " : "",
                          policy->hold.reason != NULL ? policy->hold.reason : ""));
    for (size_t i = 0; i < policy->denied_count; i++)
        field(out, "denied", policy->denied[i]);
}

static void hop_lines(const struct report *report, struct arena *arena, FILE *out,
                      const struct tag_view *view)
{
    list_each (hop, &report->declared->hops) {
        if (!text_equal(hop->stream, view->stream->spec->name) || !text_equal(hop->tag, view->tag))
            continue;
        for (size_t i = 0; i < hop->from_count; i++) {
            if (text_equal(hop->to, view->stream->environment))
                field(out, "promoted from",
                      arena_print(arena, "%s (%s)", hop->from[i], hop->promotion->name));
            if (text_equal(hop->from[i], view->stream->environment))
                field(out, "promoted to",
                      arena_print(arena, "%s (%s)", hop->to, hop->promotion->name));
        }
    }
    const struct producer *producer = declared_producer(report->declared, view->stream->environment,
                                                        view->stream->spec->name, view->tag);
    if (producer != NULL)
        field(out, "pushed by", arena_print(arena, "BuildConfig/%s", producer->build->name));
}

static const char *consumer_words(struct arena *arena, const struct consumer *consumer)
{
    return arena_print(arena, "%s %s/%s container %s (%s%s)", consumer->environment,
                       workload_kind_word(consumer->workload->kind), consumer->workload->name,
                       consumer->container->name, view_binding(consumer->binding),
                       consumer->paused ? ", paused" : "");
}

static bool bound_to(const struct consumer *consumer, const struct tag_view *view)
{
    return text_equal(consumer->stream_environment, view->stream->environment) &&
           text_equal(consumer->stream, view->stream->spec->name) &&
           text_equal(consumer->tag, view->tag);
}

static void tag_block(const struct report *report, struct arena *arena, FILE *out,
                      const struct tag_view *view, const char *aliases)
{
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, view->tag);
    if (*aliases != '\0') {
        fputs(" (", out);
        text_print_safe(out, aliases);
        fputc(')', out);
    }
    fputc('\n', out);
    source_line(arena, out, view);
    struct tag_policy policy = stream_tag_policy(arena, view->stream, view->tag);
    policy_lines(arena, out, &policy);
    hop_lines(report, arena, out, view);
    list_each (consumer, &report->declared->consumers)
        if (bound_to(consumer, view))
            field(out, "used by", consumer_words(arena, consumer));
    const char *digest = view_digest(view);
    fputs("  * ", out);
    text_print_safe(out, digest != NULL ? digest : "no image yet");
    fputc('\n', out);
    const struct row *row = view->row;
    if (row == NULL) {
        text_recent(report, arena, out, view);
        return;
    }
    field(out, reason_word(row->reason), reason_sentence(row->reason));
    if (row_state(row) == ROW_WRITES)
        field(out, "next image", row->wanted_digest);
    field(out, "detail", row->detail);
    field(out, "hint", row->hint);
    text_recent(report, arena, out, view);
}

/* Returns the aliases of this tag: "a, b"; "" if it has none. */
static const char *aliases_of(struct arena *arena, const tag_views *views,
                              const struct tag_view *target)
{
    const char *text = "";
    list_each (view, views)
        if (text_equal(view->spec, "Alias") && view->row != NULL &&
            text_equal(view->entry->from_tag, target->tag) && view->row->reason == REASON_ALIAS)
            text = arena_print(arena, "%s%s%s", text, *text != '\0' ? ", " : "", view->tag);
    return text;
}

static void one_stream(const struct report *report, FILE *out, const row_list *rows,
                       const struct stream *stream)
{
    arena_scope struct arena arena = {0};
    tag_views views = view_tags(&arena, report, rows, stream);
    size_t images = 0;
    list_each (view, &views) {
        const char *digest = view_digest(view);
        bool seen = digest == NULL;
        for (const struct tag_view *other = views.items; other < view && !seen; other++)
            seen = text_equal(view_digest(other), digest);
        images += !seen;
    }
    const char *place = shown_place(&arena, stream->file, stream->spec->line, stream->spec->column);
    const struct {
        const char *name, *value;
    } heads[] = {
        {"Name", stream->spec->name},
        {"Namespace", stream->environment},
        {"File", place},
        {"Image Repository", stream->spec->docker_image_repository},
        {"Image Lookup", stream->spec->lookup_local ? "local=true" : "local=false"},
        {"Unique Images", arena_print(&arena, "%zu", images)},
        {"Tags", arena_print(&arena, "%zu", views.count)},
    };
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (heads[i].value == NULL)
            continue;
        fprintf(out, "%-18s", arena_print(&arena, "%s:", heads[i].name));
        text_print_safe(out, heads[i].value);
        fputc('\n', out);
    }
    if (stream->shared)
        fputs("Shared:           used by several namespaces; weir never edits it\n", out);
    list_each (view, &views) {
        bool alias = view->row != NULL && view->row->reason == REASON_ALIAS;
        if (!alias || report->only.tag != NULL)
            tag_block(report, &arena, out, view, aliases_of(&arena, &views, view));
    }
}

void text_stream(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    row_list rows = view_rows(&arena, report);
    bool first = true;
    list_each (stream, &report->declared->streams) {
        if (!view_selects(report, stream))
            continue;
        fputs(first ? "" : "\n\n", out);
        first = false;
        one_stream(report, out, &rows, stream);
    }
    if (first)
        fputs("nothing found\n", out);
}
