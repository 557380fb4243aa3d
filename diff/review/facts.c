// SPDX-License-Identifier: Apache-2.0
#include "diff/review/facts.h"

#include <string.h>

#include "diff/review/facts_add.h"
#include "diff/review/facts_settings.h"

static void add_entry(const struct fact_maker *maker, const struct declared_promotion *item,
                      size_t at)
{
    struct arena *arena = maker->arena;
    const struct promotion *promotion = item->promotion;
    const struct path_entry *entry = &promotion->entries[at];
    struct fact_about about = {FACT_PROMOTION,
                               arena_print(arena, "Promotion %s to %s", promotion->name,
                                           entry->namespace != NULL ? entry->namespace : "?"),
                               item->file, entry->line, entry->column};
    if (entry->from_count > 0)
        facts_add(maker, &about, POLICY_FROM,
                  facts_join(arena, entry->from, entry->from_count, ", ", true));
    else if (at > 0)
        facts_add(maker, &about, POLICY_FROM,
                  facts_join(arena, &entry[-1].namespace, 1, "", false));
    if (at > 0)
        facts_add_default(maker, &about, POLICY_BY, hop_by_word(entry->by),
                          hop_by_word(HOP_BY_COMMIT));
    facts_add_default(maker, &about, POLICY_JOIN, entry->join == HOP_JOIN_ANY ? "any" : "all",
                      "all");
    if (entry->copy_to != NULL)
        facts_add(maker, &about, POLICY_COPY_TO, entry->copy_to);
    for (size_t i = 0; i < entry->gate_count; i++) {
        const struct gate *gate = &entry->gates[i];
        about.line = gate->line, about.column = gate->column;
        facts_add_keyed(maker, &about, POLICY_GATE, gate_word(gate->kind),
                        arena_print(arena, "%s %s", gate_word(gate->kind),
                                    gate->text != NULL ? gate->text : ""));
    }
}

static void add_promotion(const struct fact_maker *maker, const struct declared_promotion *item)
{
    struct arena *arena = maker->arena;
    const struct promotion *promotion = item->promotion;
    const char **path = arena_array(arena, const char *, promotion->entry_count);
    struct fact_about about = {FACT_PROMOTION, arena_print(arena, "Promotion %s", promotion->name),
                               item->file, promotion->line, promotion->column};
    for (size_t i = 0; i < promotion->entry_count; i++)
        path[i] = promotion->entries[i].namespace;
    facts_add(maker, &about, POLICY_ENVIRONMENTS,
              facts_join(arena, path, promotion->entry_count, " → ", false));
    facts_add(maker, &about, POLICY_STREAMS,
              facts_join(arena, promotion->streams, promotion->stream_count, ", ", true));
    facts_add_default(maker, &about, POLICY_TAG, promotion->tag != NULL ? promotion->tag : "latest",
                      "latest");
    facts_add_flag(maker, &about, POLICY_TOGETHER, promotion->together);
    for (size_t i = 0; i < promotion->entry_count; i++)
        add_entry(maker, item, i);
}

/* Returns the tag's source without its digest, because a pin is not part of the policy. */
static const char *source_of(struct arena *arena, const struct stream *stream,
                             const struct stream_tag *tag)
{
    const char *namespace = tag->from_namespace != NULL ? tag->from_namespace : stream->environment;
    const char *name = tag->from_stream != NULL ? tag->from_stream : stream->spec->name;
    const struct reference *reference = &tag->reference;
    switch (tag->from_kind) {
    case FROM_NONE:
        break;
    case FROM_DOCKER_IMAGE:
        if (reference->host == NULL)
            break;
        return arena_print(arena, "%s/%s%s%s", reference->host, reference->path,
                           reference->tag != NULL      ? ":"
                           : reference->digest != NULL ? " by digest"
                                                       : ":latest",
                           reference->tag != NULL ? reference->tag : "");
    case FROM_STREAM_TAG:
        return arena_print(arena, "tag %s/%s:%s", namespace, name, tag->from_tag);
    case FROM_STREAM_IMAGE:
        return arena_print(arena, "image of %s/%s", namespace, name);
    }
    return "none";
}

static void add_tag_spec(const struct fact_maker *maker, const struct fact_about *about,
                         const struct stream *stream, const struct stream_tag *tag)
{
    static const char *const modes[] = {[IMPORT_MODE_DEFAULT] = "Legacy",
                                        [IMPORT_MODE_LEGACY] = "Legacy",
                                        [IMPORT_MODE_PRESERVE_ORIGINAL] = "PreserveOriginal"};
    TABLE_COMPLETE(modes, IMPORT_MODE_PRESERVE_ORIGINAL + 1);
    const char *source = source_of(maker->arena, stream, tag);
    /* The source of a hop's target is written by the hop, so it is not part of the policy. */
    if (declared_hop(maker->declared, stream->environment, stream->spec->name, tag->name) == NULL)
        facts_add_default(maker, about, POLICY_SOURCE, source, source);
    facts_add_flag(maker, about, POLICY_SCHEDULED, tag->scheduled);
    facts_add_flag(maker, about, POLICY_REFERENCE, tag->reference_only);
    facts_add_flag(maker, about, POLICY_INSECURE, tag->insecure);
    facts_add_default(maker, about, POLICY_IMPORT_MODE, modes[tag->import_mode], modes[0]);
    facts_add_default(maker, about, POLICY_REFERENCE_POLICY,
                      tag->reference_policy == REFERENCE_POLICY_LOCAL ? "Local" : "Source",
                      "Source");
}

static void add_tag(const struct fact_maker *maker, const struct stream *stream, const char *name)
{
    struct arena *arena = maker->arena;
    const struct stream_tag *tag = stream_tag_find(stream, name);
    struct tag_policy policy = stream_tag_policy(arena, stream, name);
    struct fact_about about = {
        FACT_STREAM, arena_print(arena, "%s/%s:%s", stream->environment, stream->spec->name, name),
        stream->file, tag != NULL ? tag->line : stream->spec->line,
        tag != NULL ? tag->column : stream->spec->column};
    if (tag != NULL)
        add_tag_spec(maker, &about, stream, tag);
    if (policy.follow != NULL)
        facts_add(maker, &about, POLICY_FOLLOW, policy.follow->text);
    if (policy.platforms != NULL)
        facts_add(maker, &about, POLICY_PLATFORMS, policy.platforms);
    if (policy.settle >= 0)
        facts_add(maker, &about, POLICY_SETTLE, facts_duration(arena, policy.settle));
    for (size_t i = 0; i < policy.denied_count; i++)
        facts_add_keyed(maker, &about, POLICY_DENY, policy.denied[i], policy.denied[i]);
    if (policy.hold.set) {
        about.line = policy.hold.line, about.column = policy.hold.column;
        facts_add(maker, &about, POLICY_HOLD,
                  facts_term(arena, policy.hold.until, policy.hold.reason));
    }
}

static void add_stream(const struct fact_maker *maker, const struct stream *stream)
{
    const struct image_stream *spec = stream->spec;
    struct fact_about about = {FACT_STREAM,
                               arena_print(maker->arena, "%s/%s", stream->environment, spec->name),
                               stream->file, spec->line, spec->column};
    facts_add_flag(maker, &about, POLICY_LOOKUP, spec->lookup_local);
    for (size_t i = 0; i < spec->tag_count; i++) {
        const struct stream_tag *tag = spec->tags_by_name[i];
        if (i > 0 && text_equal(tag->name, spec->tags_by_name[i - 1]->name))
            continue;
        add_tag(maker, stream, tag->name);
    }
    for (size_t i = 0; i < spec->policy_count; i++) {
        const char *name = spec->policies[i].tag;
        bool listed = stream_tag_find(stream, name) != NULL;
        for (size_t k = 0; k < i && !listed; k++)
            listed = strcmp(spec->policies[k].tag, name) == 0;
        if (!listed)
            add_tag(maker, stream, name);
    }
}

static void add_consumer(const struct fact_maker *maker, const struct consumer *consumer)
{
    struct arena *arena = maker->arena;
    const struct workload *workload = consumer->workload;
    struct fact_about about = {FACT_WORKLOAD,
                               arena_print(arena, "%s %s/%s container %s", consumer->environment,
                                           workload_kind_word(workload->kind), workload->name,
                                           consumer->container->name),
                               consumer->file, workload->line, workload->column};
    if (consumer->container->image.line > 0)
        about.line = consumer->container->image.line,
        about.column = consumer->container->image.column;
    const char *bound = arena_print(arena, "%s/%s:%s", consumer->stream_environment,
                                    consumer->stream, consumer->tag);
    facts_add_default(maker, &about, POLICY_BINDING, bound, bound);
    facts_add_flag(maker, &about, POLICY_PAUSED, consumer->paused);
}

static int by_value(const void *a, const void *b)
{
    const struct fact *left = a, *right = b;
    return strcmp(left->value, right->value);
}

/* Adds each host once, with the place of the first stream that names it. */
static void add_hosts(const struct fact_maker *maker)
{
    fact_list named = {0};
    const struct fact_maker apart = {maker->arena, maker->declared, &named};
    list_each (stream, &maker->declared->streams) {
        for (size_t i = 0; i < stream->spec->tag_count; i++) {
            const struct stream_tag *tag = &stream->spec->tags[i];
            const char *host = tag->reference.host;
            const struct fact_about about = {FACT_HOST, "registries", stream->file,
                                             tag->from_name.line, tag->from_name.column};
            if (tag->from_kind == FROM_DOCKER_IMAGE && host != NULL)
                facts_add_keyed(&apart, &about, POLICY_HOST, host, host);
        }
    }
    list_sort(&named, by_value);
    for (size_t i = 0; i < named.count; i++)
        if (i == 0 || by_value(&named.items[i - 1], &named.items[i]) != 0)
            *list_add(maker->arena, maker->out) = named.items[i];
}

int facts_compare_keys(const struct fact *a, const struct fact *b)
{
    int order = (int)a->group - (int)b->group;
    if (order == 0)
        order = strcmp(a->object, b->object);
    if (order == 0)
        order = (int)a->what - (int)b->what;
    return order != 0 ? order : strcmp(a->key, b->key);
}

/* Orders by group, object, what, key and value. */
static int by_fact(const void *a, const void *b)
{
    const struct fact *left = a, *right = b;
    int order = facts_compare_keys(left, right);
    return order != 0 ? order : strcmp(left->value, right->value);
}

void facts_make(struct arena *arena, const struct declared *declared, fact_list *out)
{
    const struct fact_maker maker = {arena, declared, out};
    facts_settings(&maker);
    add_hosts(&maker);
    list_each (promotion, &declared->promotions)
        add_promotion(&maker, promotion);
    list_each (stream, &declared->streams)
        add_stream(&maker, stream);
    list_each (consumer, &declared->consumers)
        add_consumer(&maker, consumer);
    list_sort(out, by_fact);
}
