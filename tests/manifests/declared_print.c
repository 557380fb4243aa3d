// SPDX-License-Identifier: Apache-2.0
#include "tests/manifests/declared_print.h"

#include <stdio.h>

#include "manifests/base/duration.h"

static void print_problem(FILE *out, const struct problem *problem)
{
    fprintf(out, "%s:%u:%u: %s", problem->path, (unsigned)problem->line, (unsigned)problem->column,
            problem_word(problem->code));
}

static void print_blocked(FILE *out, const struct problem *problem)
{
    fputs(problem != NULL ? " blocked by " : "", out);
    if (problem != NULL)
        print_problem(out, problem);
    fputc('\n', out);
}

static void print_scalar(FILE *out, const char *name, const struct scalar *scalar)
{
    arena_scope struct arena arena = {0};
    fprintf(out, " %s=%s:%u:%u", name, node_path_print(&arena, scalar->path),
            (unsigned)scalar->line, (unsigned)scalar->column);
}

static void print_policy(FILE *out, const struct tag_policy *policy)
{
    char buffer[MOMENT_TEXT_MAX];
    if (policy->follow != NULL)
        fprintf(out, " follow(%s)", policy->follow->text);
    if (policy->platforms != NULL)
        fprintf(out, " platforms(%s)", policy->platforms);
    if (policy->settle >= 0)
        fprintf(out, " settle(%s)", duration_print(policy->settle, buffer));
    if (policy->hold.set)
        fprintf(out, " hold(%u:%u", (unsigned)policy->hold.line, (unsigned)policy->hold.column);
    if (policy->hold.set && policy->hold.until != MOMENT_NEVER)
        fprintf(out, " until %s", moment_print(policy->hold.until, buffer));
    if (policy->hold.reason != NULL)
        fprintf(out, " because %s", policy->hold.reason);
    if (policy->hold.set)
        fputc(')', out);
    for (size_t i = 0; i < policy->denied_count; i++)
        fprintf(out, " deny(%.12s)", policy->denied[i]);
}

static const char *or_own(const char *text)
{
    return text != NULL ? text : "(own)";
}

static void print_tag(FILE *out, const struct stream_tag *tag)
{
    fprintf(out, "  tag %s", tag->name);
    if (tag->from_kind == FROM_DOCKER_IMAGE)
        fprintf(out, " from %s/%s", tag->reference.host, tag->reference.path);
    if (tag->from_kind == FROM_STREAM_TAG)
        fprintf(out, " from %s/%s:%s", or_own(tag->from_namespace), or_own(tag->from_stream),
                tag->from_tag);
    if (tag->from_kind == FROM_STREAM_IMAGE)
        fprintf(out, " from %s/%s@%.12s", or_own(tag->from_namespace), or_own(tag->from_stream),
                tag->from_digest);
    const struct {
        bool set;
        const char *word;
    } flags[] = {{tag->scheduled, "scheduled"},
                 {tag->insecure, "insecure"},
                 {tag->reference_only, "reference"},
                 {tag->import_mode == IMPORT_MODE_LEGACY, "legacy"},
                 {tag->import_mode == IMPORT_MODE_PRESERVE_ORIGINAL, "preserve"},
                 {tag->reference_policy == REFERENCE_POLICY_LOCAL, "local"},
                 {tag->broken, "BROKEN"}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        fprintf(out, "%s%s", flags[i].set ? " " : "", flags[i].set ? flags[i].word : "");
    print_policy(out, &tag->policy);
    print_scalar(out, "at", &tag->from_name);
    fputc('\n', out);
}

static void print_spec(FILE *out, const struct image_stream *spec)
{
    for (size_t i = 0; i < spec->tag_count; i++)
        print_tag(out, &spec->tags[i]);
    for (size_t i = 0; i < spec->policy_count; i++) {
        fprintf(out, "  policy of %s", spec->policies[i].tag);
        print_policy(out, &spec->policies[i].policy);
        fputc('\n', out);
    }
}

static void print_path(FILE *out, const struct promotion *promotion)
{
    for (size_t i = 0; i < promotion->entry_count; i++) {
        const struct path_entry *entry = &promotion->entries[i];
        fprintf(out, "  %s by %s%s%s%s%s%s", entry->namespace, hop_by_word(entry->by),
                entry->by_given ? " (said)" : "", entry->join == HOP_JOIN_ANY ? " join any" : "",
                entry->copy_to != NULL ? " copy to " : "",
                entry->copy_to != NULL ? entry->copy_to : "",
                promotion->together ? " together" : "");
        for (size_t k = 0; k < entry->gate_count; k++)
            fprintf(out, " %s(%s)", gate_word(entry->gates[k].kind), entry->gates[k].text);
        fputc('\n', out);
    }
}

char *declared_print(const struct declared *declared)
{
    static const char *const bindings[] = {"trigger", "form", "lookup"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    list_each (stream, &declared->streams) {
        fprintf(out, "stream %s/%s%s", stream->environment, stream->spec->name,
                stream->shared ? " shared" : "");
        print_blocked(out, stream->problem);
        print_spec(out, stream->spec);
    }
    list_each (promotion, &declared->promotions) {
        fprintf(out, "promotion %s", promotion->promotion->name);
        print_blocked(out, promotion->problem);
        print_path(out, promotion->promotion);
    }
    list_each (hop, &declared->hops) {
        fprintf(out, "hop %s %s:%s", hop->promotion->name, hop->stream, hop->tag);
        for (size_t i = 0; i < hop->from_count; i++)
            fprintf(out, "%s%s", i > 0 ? "," : " ", hop->from[i]);
        fprintf(out, "->%s", hop->to);
        print_blocked(out, hop->problem);
    }
    list_each (consumer, &declared->consumers) {
        fprintf(out, "consumer %s %s/%s %s%s by %s of %s/%s:%s%s%s", consumer->environment,
                workload_kind_word(consumer->workload->kind), consumer->workload->name,
                consumer->container->list == CONTAINERS_INIT ? "init " : "",
                consumer->container->name, bindings[consumer->binding],
                consumer->stream_environment, consumer->stream, consumer->tag,
                consumer->paused ? " paused" : "", consumer->shared ? " shared" : "");
        print_scalar(out, "at", &consumer->container->image);
        print_blocked(out, consumer->problem);
    }
    list_each (producer, &declared->producers)
        fprintf(out, "producer %s of %s/%s:%s\n", producer->build->name, producer->environment,
                producer->stream, producer->tag);
    fputs("namespaces", out);
    list_each (namespace, &declared->environments)
        fprintf(out, " %s", *namespace);
    fputc('\n', out);
    fclose(out);
    return text;
}

char *problems_print(const struct declared *declared)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    list_each (problem, &declared->problems) {
        print_problem(out, problem);
        fprintf(out, "%s%s: %s", problem->object != NULL ? " " : "",
                problem->object != NULL ? problem->object : "", problem->message);
        fprintf(out, "%s%s\n", problem->hint != NULL ? " | " : "",
                problem->hint != NULL ? problem->hint : "");
    }
    fclose(out);
    return text;
}
