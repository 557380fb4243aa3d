// SPDX-License-Identifier: Apache-2.0
/* Prints a stream as text, as `oc describe is` shows it, with the policy and state of each tag. */
#include <string.h>

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
    if (policy->alias != NULL)
        field(
            out, "frozen",
            arena_print(arena, "follows %s again when it is released", policy->alias_scalar.text));
    for (size_t i = 0; i < policy->denied_count; i++)
        field(out, "denied", policy->denied[i]);
}

/* A stream while it is printed. The lists have only what concerns the stream, sorted by tag. */
struct described {
    const struct report *report;
    struct arena *arena;
    const struct stream *stream;
    LIST_OF(const struct hop *) hops; /* those of equally named streams, and then as declared */
    LIST_OF(const struct consumer *) consumers; /* of one tag as declared */
    LIST_OF(const struct tag_view *) aliases;   /* by the tag that they follow, and then as shown */
};

static int by_hop_tag(const void *a, const void *b)
{
    return strcmp((*(const struct hop *const *)a)->tag, (*(const struct hop *const *)b)->tag);
}

static int by_consumer_tag(const void *a, const void *b)
{
    return strcmp((*(const struct consumer *const *)a)->tag,
                  (*(const struct consumer *const *)b)->tag);
}

static int by_followed_tag(const void *a, const void *b)
{
    return strcmp((*(const struct tag_view *const *)a)->entry->from_tag,
                  (*(const struct tag_view *const *)b)->entry->from_tag);
}

static bool is_alias(const struct tag_view *view)
{
    return view->row != NULL && view->row->reason == REASON_ALIAS;
}

static void collect(struct described *out, const tag_views *views)
{
    const struct declared *declared = out->report->declared;
    const char *name = out->stream->spec->name, *namespace = out->stream->environment;
    list_each (hop, &declared->hops)
        if (text_equal(hop->stream, name))
            *list_add(out->arena, &out->hops) = hop;
    list_each (consumer, &declared->consumers)
        if (text_equal(consumer->stream, name) &&
            text_equal(consumer->stream_environment, namespace))
            *list_add(out->arena, &out->consumers) = consumer;
    list_each (view, views)
        if (is_alias(view) && text_equal(view->spec, "Alias"))
            *list_add(out->arena, &out->aliases) = view;
    list_sort(&out->hops, by_hop_tag);
    list_sort(&out->consumers, by_consumer_tag);
    list_sort(&out->aliases, by_followed_tag);
}

static void hop_lines(const struct described *of, FILE *out, const struct tag_view *view)
{
    const char *namespace = of->stream->environment;
    const struct hop wanted = {.tag = view->tag}, *key = &wanted;
    size_t at = list_place(of->hops.items, of->hops.count, sizeof key, &key, by_hop_tag);
    for (; at < of->hops.count && by_hop_tag(&key, &of->hops.items[at]) == 0; at++) {
        const struct hop *hop = of->hops.items[at];
        for (size_t i = 0; i < hop->from_count; i++) {
            if (text_equal(hop->to, namespace))
                field(out, "promoted from",
                      arena_print(of->arena, "%s (%s)", hop->from[i], hop->promotion->name));
            if (text_equal(hop->from[i], namespace))
                field(out, "promoted to",
                      arena_print(of->arena, "%s (%s)", hop->to, hop->promotion->name));
        }
    }
    const struct producer *producer =
        declared_producer(of->report->declared, namespace, of->stream->spec->name, view->tag);
    if (producer != NULL)
        field(out, "pushed by", arena_print(of->arena, "BuildConfig/%s", producer->build->name));
}

static const char *consumer_words(struct arena *arena, const struct consumer *consumer)
{
    return arena_print(arena, "%s %s/%s container %s (%s%s)", consumer->environment,
                       workload_kind_word(consumer->workload->kind), consumer->workload->name,
                       consumer->container->name, view_binding(consumer->binding),
                       consumer->paused ? ", paused" : "");
}

static void consumer_lines(const struct described *of, FILE *out, const struct tag_view *view)
{
    const struct consumer wanted = {.tag = view->tag}, *key = &wanted;
    size_t at =
        list_place(of->consumers.items, of->consumers.count, sizeof key, &key, by_consumer_tag);
    for (; at < of->consumers.count && by_consumer_tag(&key, &of->consumers.items[at]) == 0; at++)
        field(out, "used by", consumer_words(of->arena, of->consumers.items[at]));
}

/* Returns the aliases of this tag: "a, b"; "" if it has none. */
static const char *aliases_of(const struct described *of, const struct tag_view *target)
{
    const struct stream_tag entry = {.from_tag = target->tag};
    const struct tag_view wanted = {.entry = &entry}, *key = &wanted;
    text_list tags = {0};
    size_t at = list_place(of->aliases.items, of->aliases.count, sizeof key, &key, by_followed_tag);
    for (; at < of->aliases.count && by_followed_tag(&key, &of->aliases.items[at]) == 0; at++)
        *list_add(of->arena, &tags) = of->aliases.items[at]->tag;
    return arena_join(of->arena, tags.items, tags.count, ", ");
}

static void tag_block(const struct described *of, FILE *out, const struct tag_view *view)
{
    const struct report *report = of->report;
    const char *aliases = aliases_of(of, view);
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, view->tag);
    if (*aliases != '\0') {
        fputs(" (", out);
        text_print_safe(out, aliases);
        fputc(')', out);
    }
    fputc('\n', out);
    source_line(of->arena, out, view);
    struct tag_policy policy = stream_tag_policy(of->arena, view->stream, view->tag);
    policy_lines(of->arena, out, &policy);
    hop_lines(of, out, view);
    consumer_lines(of, out, view);
    const char *digest = view_digest(view);
    fputs("  * ", out);
    text_print_safe(out, digest != NULL ? digest : "no image yet");
    fputc('\n', out);
    const struct row *row = view->row;
    if (row != NULL) {
        field(out, reason_word(row->reason), reason_sentence(row->reason));
        if (row_state(row) == ROW_WRITES)
            field(out, "next image", row->wanted_digest);
        field(out, "detail", row->detail);
        field(out, "hint", row->hint);
    }
    text_recent(report, of->arena, out, view);
}

static size_t count_images(struct arena *arena, const tag_views *views)
{
    text_list digests = {0};
    list_each (view, views)
        if (view_digest(view) != NULL)
            *list_add(arena, &digests) = view_digest(view);
    return list_order_texts(digests.items, digests.count);
}

static void one_stream(const struct report *report, FILE *out, const row_list *rows,
                       const struct stream *stream)
{
    arena_scope struct arena arena = {0};
    tag_views views = view_tags(&arena, report, rows, stream);
    struct described described = {.report = report, .arena = &arena, .stream = stream};
    collect(&described, &views);
    const char *place = shown_place(&arena, stream->file, stream->spec->line, stream->spec->column);
    const struct {
        const char *name, *value;
    } heads[] = {
        {"Name", stream->spec->name},
        {"Namespace", stream->environment},
        {"File", place},
        {"Image Repository", stream->spec->docker_image_repository},
        {"Image Lookup", stream->spec->lookup_local ? "local=true" : "local=false"},
        {"Unique Images", arena_print(&arena, "%zu", count_images(&arena, &views))},
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
    list_each (view, &views)
        if (!is_alias(view) || report->only.tag != NULL)
            tag_block(&described, out, view);
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
