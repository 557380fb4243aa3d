// SPDX-License-Identifier: Apache-2.0
#include "diff/review/facts.h"

#include <string.h>

#include "manifests/base/duration.h"

struct maker {
    struct arena *arena;
    const struct declared *declared;
    fact_list *out;
};

/* The members that the facts of one object share. */
struct about {
    enum fact_group group;
    const char *object, *file;
    uint32_t line, column;
};

static struct fact *add(const struct maker *maker, const struct about *about, enum policy what,
                        const char *value)
{
    struct fact *fact = list_add(maker->arena, maker->out);
    *fact = (struct fact){about->group, about->object, what,        "",           value,
                          false,        about->file,   about->line, about->column};
    return fact;
}

static void add_keyed(const struct maker *maker, const struct about *about, enum policy what,
                      const char *key, const char *value)
{
    add(maker, about, what, value)->key = key;
}

/* Marks a value that equals the default as quiet. */
static void add_default(const struct maker *maker, const struct about *about, enum policy what,
                        const char *value, const char *standing)
{
    add(maker, about, what, value)->quiet = strcmp(value, standing) == 0;
}

static void add_flag(const struct maker *maker, const struct about *about, enum policy what,
                     bool value)
{
    add_default(maker, about, what, value ? "true" : "false", "false");
}

/* "a, b, c"; sorted where the order has no meaning. */
static const char *join(struct arena *arena, const char *const *items, size_t count,
                        const char *between, bool sorted)
{
    const char **copy = arena_array(arena, const char *, count);
    size_t size = 1, used = 0;
    for (size_t i = 0; i < count; i++) {
        copy[i] = items[i] != NULL ? items[i] : "?";
        size += strlen(copy[i]) + strlen(between);
    }
    if (sorted)
        count = list_order_texts(copy, count);
    char *text = arena_alloc(arena, size);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i > 0 ? between : "", copy[i]);
    return text;
}

static const char *seconds(struct arena *arena, int64_t duration)
{
    char buffer[MOMENT_TEXT_MAX];
    return arena_text(arena, duration_print(duration, buffer));
}

/* "until 2026-11-21T09:00:00Z: why" */
static const char *term(struct arena *arena, moment until, const char *reason)
{
    char buffer[MOMENT_TEXT_MAX];
    return arena_print(arena, "%s%s%s%s", until != MOMENT_NEVER ? "until " : "until deleted",
                       until != MOMENT_NEVER ? moment_print(until, buffer) : "",
                       reason != NULL ? ": " : "", reason != NULL ? reason : "");
}

static void add_paths(const struct maker *maker, const struct settings *settings)
{
    struct arena *arena = maker->arena;
    for (size_t i = 0; i < settings->path_count; i++) {
        const struct settings_path *path = &settings->paths[i];
        const struct about about = {FACT_SETTINGS, SETTINGS_FILE, SETTINGS_FILE, path->line,
                                    path->column};
        const char *ignores = join(arena, path->ignores, path->ignore_count, ", ", true);
        add_keyed(maker, &about, POLICY_PATH, path->path,
                  arena_print(arena, "%s%s%s%s%s", path->path,
                              path->namespace != NULL ? " as " : "",
                              path->namespace != NULL ? path->namespace : "",
                              path->ignore_count > 0 ? " without " : "", ignores));
    }
}

/* "from … until … while … is open in a, b: why" */
static const char *freeze_text(struct arena *arena, const struct settings_freeze *freeze)
{
    char from[MOMENT_TEXT_MAX];
    bool announced = freeze->from != 0, within = freeze->namespace_count > 0;
    const char *name = freeze->window_name, *rules = freeze->window_text;
    const char *window = name != NULL    ? arena_print(arena, "while window %s is open ", name)
                         : rules != NULL ? arena_print(arena, "while {%s} is open ", rules)
                                         : "";
    return arena_print(arena, "%s%s%s%s%s%s%s%s", announced ? "from " : "",
                       announced ? moment_print(freeze->from, from) : "", announced ? " " : "",
                       window, within ? "in " : "",
                       within ? join(arena, freeze->namespaces, freeze->namespace_count, ", ", true)
                              : "",
                       within ? " " : "", term(arena, freeze->until, freeze->reason));
}

static void add_freezes(const struct maker *maker, const struct settings *settings)
{
    for (size_t i = 0; i < settings->freeze_count; i++) {
        const struct settings_freeze *freeze = &settings->freezes[i];
        const struct about about = {FACT_SETTINGS, freeze->file, freeze->file, freeze->line,
                                    freeze->column};
        add(maker, &about, POLICY_FREEZE, freeze_text(maker->arena, freeze));
    }
}

static void add_guard(const struct maker *maker, const struct settings *settings)
{
    const struct about about = {FACT_SETTINGS, SETTINGS_FILE, SETTINGS_FILE, settings->guard.line,
                                settings->guard.column};
    if (settings->guard.max >= 0)
        add(maker, &about, POLICY_GUARD,
            arena_print(maker->arena, "at most %lld%s", (long long)settings->guard.max,
                        settings->guard.percent ? " % of all rows" : " rows"));
}

static void add_windows(const struct maker *maker, const struct settings *settings)
{
    for (size_t i = 0; i < settings->window_count; i++) {
        const struct settings_window *window = &settings->windows[i];
        const struct about about = {FACT_SETTINGS, SETTINGS_FILE, SETTINGS_FILE, window->line,
                                    window->column};
        add_keyed(maker, &about, POLICY_WINDOW, window->name,
                  arena_print(maker->arena, "%s: %s", window->name,
                              window->text != NULL ? window->text : ""));
    }
}

static void add_clusters(const struct maker *maker, const struct about *about,
                         const struct settings *settings)
{
    struct arena *arena = maker->arena;
    for (size_t i = 0; i < settings->cluster_count; i++) {
        const struct settings_cluster *cluster = &settings->clusters[i];
        add_keyed(
            maker, about, POLICY_CLUSTER, cluster->name,
            arena_print(arena, "%s: %s", cluster->name,
                        join(arena, cluster->namespaces, cluster->namespace_count, ", ", true)));
    }
}

static void add_settings(const struct maker *maker)
{
    static const char *const owners[] = {
        [TRIGGERS_NOT_SAID] = "not set", [TRIGGERS_WEIR] = "weir", [TRIGGERS_CLUSTER] = "cluster"};
    TABLE_COMPLETE(owners, TRIGGERS_CLUSTER + 1);
    const struct settings *settings = &maker->declared->settings;
    const char *file = settings->present ? SETTINGS_FILE : NULL;
    const struct about about = {FACT_SETTINGS, SETTINGS_FILE, file, settings->line,
                                settings->column};
    if (settings->branch != NULL)
        add(maker, &about, POLICY_BRANCH, settings->branch);
    add_default(maker, &about, POLICY_WRITE,
                settings->write == WRITE_BY_PULL_REQUEST ? "pullRequest" : "commit", "commit");
    add_default(maker, &about, POLICY_TRIGGERS, owners[settings->triggers], owners[0]);
    add_default(maker, &about, POLICY_REGISTRY_NAME, settings->integrated_registry,
                INTEGRATED_REGISTRY_DEFAULT);
    if (settings->settle >= 0)
        add(maker, &about, POLICY_SETTLE, seconds(maker->arena, settings->settle));
    add_freezes(maker, settings);
    add_guard(maker, settings);
    add_paths(maker, settings);
    for (size_t i = 0; i < settings->ignore_count; i++)
        add(maker, &about, POLICY_IGNORE, settings->ignores[i]);
    add_windows(maker, settings);
    add_clusters(maker, &about, settings);
}

static void add_entry(const struct maker *maker, const struct declared_promotion *item, size_t at)
{
    struct arena *arena = maker->arena;
    const struct promotion *promotion = item->promotion;
    const struct path_entry *entry = &promotion->entries[at];
    struct about about = {FACT_PROMOTION,
                          arena_print(arena, "Promotion %s to %s", promotion->name,
                                      entry->namespace != NULL ? entry->namespace : "?"),
                          item->file, entry->line, entry->column};
    if (entry->from_count > 0)
        add(maker, &about, POLICY_FROM, join(arena, entry->from, entry->from_count, ", ", true));
    else if (at > 0)
        add(maker, &about, POLICY_FROM, join(arena, &entry[-1].namespace, 1, "", false));
    if (at > 0)
        add_default(maker, &about, POLICY_BY, hop_by_word(entry->by), hop_by_word(HOP_BY_COMMIT));
    add_default(maker, &about, POLICY_JOIN, entry->join == HOP_JOIN_ANY ? "any" : "all", "all");
    if (entry->copy_to != NULL)
        add(maker, &about, POLICY_COPY_TO, entry->copy_to);
    for (size_t i = 0; i < entry->gate_count; i++) {
        const struct gate *gate = &entry->gates[i];
        about.line = gate->line, about.column = gate->column;
        add_keyed(maker, &about, POLICY_GATE, gate_word(gate->kind),
                  arena_print(arena, "%s %s", gate_word(gate->kind),
                              gate->text != NULL ? gate->text : ""));
    }
}

static void add_promotion(const struct maker *maker, const struct declared_promotion *item)
{
    struct arena *arena = maker->arena;
    const struct promotion *promotion = item->promotion;
    const char **path = arena_array(arena, const char *, promotion->entry_count);
    struct about about = {FACT_PROMOTION, arena_print(arena, "Promotion %s", promotion->name),
                          item->file, promotion->line, promotion->column};
    for (size_t i = 0; i < promotion->entry_count; i++)
        path[i] = promotion->entries[i].namespace;
    add(maker, &about, POLICY_ENVIRONMENTS,
        join(arena, path, promotion->entry_count, " → ", false));
    add(maker, &about, POLICY_STREAMS,
        join(arena, promotion->streams, promotion->stream_count, ", ", true));
    add_default(maker, &about, POLICY_TAG, promotion->tag != NULL ? promotion->tag : "latest",
                "latest");
    add_flag(maker, &about, POLICY_TOGETHER, promotion->together);
    for (size_t i = 0; i < promotion->entry_count; i++)
        add_entry(maker, item, i);
}

/* The source of a tag without its digest, because a pin is not part of the policy. */
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

static void add_tag_spec(const struct maker *maker, const struct about *about,
                         const struct stream *stream, const struct stream_tag *tag)
{
    static const char *const modes[] = {[IMPORT_MODE_DEFAULT] = "Legacy",
                                        [IMPORT_MODE_LEGACY] = "Legacy",
                                        [IMPORT_MODE_PRESERVE_ORIGINAL] = "PreserveOriginal"};
    TABLE_COMPLETE(modes, IMPORT_MODE_PRESERVE_ORIGINAL + 1);
    const char *source = source_of(maker->arena, stream, tag);
    /* A hop's target has the image that the hop wrote, which is not policy. */
    if (declared_hop(maker->declared, stream->environment, stream->spec->name, tag->name) == NULL)
        add_default(maker, about, POLICY_SOURCE, source, source);
    add_flag(maker, about, POLICY_SCHEDULED, tag->scheduled);
    add_flag(maker, about, POLICY_REFERENCE, tag->reference_only);
    add_flag(maker, about, POLICY_INSECURE, tag->insecure);
    add_default(maker, about, POLICY_IMPORT_MODE, modes[tag->import_mode], modes[0]);
    add_default(maker, about, POLICY_REFERENCE_POLICY,
                tag->reference_policy == REFERENCE_POLICY_LOCAL ? "Local" : "Source", "Source");
}

static void add_tag(const struct maker *maker, const struct stream *stream, const char *name)
{
    struct arena *arena = maker->arena;
    const struct stream_tag *tag = stream_tag_find(stream, name);
    struct tag_policy policy = stream_tag_policy(arena, stream, name);
    struct about about = {
        FACT_STREAM, arena_print(arena, "%s/%s:%s", stream->environment, stream->spec->name, name),
        stream->file, tag != NULL ? tag->line : stream->spec->line,
        tag != NULL ? tag->column : stream->spec->column};
    if (tag != NULL)
        add_tag_spec(maker, &about, stream, tag);
    if (policy.follow != NULL)
        add(maker, &about, POLICY_FOLLOW, policy.follow->text);
    if (policy.platforms != NULL)
        add(maker, &about, POLICY_PLATFORMS, policy.platforms);
    if (policy.settle >= 0)
        add(maker, &about, POLICY_SETTLE, seconds(arena, policy.settle));
    for (size_t i = 0; i < policy.denied_count; i++)
        add_keyed(maker, &about, POLICY_DENY, policy.denied[i], policy.denied[i]);
    if (policy.hold.set) {
        about.line = policy.hold.line, about.column = policy.hold.column;
        add(maker, &about, POLICY_HOLD, term(arena, policy.hold.until, policy.hold.reason));
    }
}

static void add_stream(const struct maker *maker, const struct stream *stream)
{
    const struct image_stream *spec = stream->spec;
    struct about about = {FACT_STREAM,
                          arena_print(maker->arena, "%s/%s", stream->environment, spec->name),
                          stream->file, spec->line, spec->column};
    add_flag(maker, &about, POLICY_LOOKUP, spec->lookup_local);
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

static void add_consumer(const struct maker *maker, const struct consumer *consumer)
{
    struct arena *arena = maker->arena;
    const struct workload *workload = consumer->workload;
    struct about about = {FACT_WORKLOAD,
                          arena_print(arena, "%s %s/%s container %s", consumer->environment,
                                      workload_kind_word(workload->kind), workload->name,
                                      consumer->container->name),
                          consumer->file, workload->line, workload->column};
    if (consumer->container->image.line > 0)
        about.line = consumer->container->image.line,
        about.column = consumer->container->image.column;
    const char *bound = arena_print(arena, "%s/%s:%s", consumer->stream_environment,
                                    consumer->stream, consumer->tag);
    add_default(maker, &about, POLICY_BINDING, bound, bound);
    add_flag(maker, &about, POLICY_PAUSED, consumer->paused);
}

static int by_value(const void *a, const void *b)
{
    const struct fact *left = a, *right = b;
    return strcmp(left->value, right->value);
}

/* Each host once, with the place of the first stream that names it. */
static void add_hosts(const struct maker *maker)
{
    fact_list named = {0};
    const struct maker apart = {maker->arena, maker->declared, &named};
    list_each (stream, &maker->declared->streams) {
        for (size_t i = 0; i < stream->spec->tag_count; i++) {
            const struct stream_tag *tag = &stream->spec->tags[i];
            const char *host = tag->reference.host;
            const struct about about = {FACT_HOST, "registries", stream->file, tag->from_name.line,
                                        tag->from_name.column};
            if (tag->from_kind == FROM_DOCKER_IMAGE && host != NULL)
                add_keyed(&apart, &about, POLICY_HOST, host, host);
        }
    }
    list_sort(&named, by_value);
    for (size_t i = 0; i < named.count; i++)
        if (i == 0 || by_value(&named.items[i - 1], &named.items[i]) != 0)
            *list_add(maker->arena, maker->out) = named.items[i];
}

int fact_about(const struct fact *a, const struct fact *b)
{
    int order = (int)a->group - (int)b->group;
    if (order == 0)
        order = strcmp(a->object, b->object);
    if (order == 0)
        order = (int)a->what - (int)b->what;
    return order != 0 ? order : strcmp(a->key, b->key);
}

int fact_compare(const void *a, const void *b)
{
    const struct fact *left = a, *right = b;
    int order = fact_about(left, right);
    return order != 0 ? order : strcmp(left->value, right->value);
}

void facts_make(struct arena *arena, const struct declared *declared, fact_list *out)
{
    const struct maker maker = {arena, declared, out};
    add_settings(&maker);
    add_hosts(&maker);
    list_each (promotion, &declared->promotions)
        add_promotion(&maker, promotion);
    list_each (stream, &declared->streams)
        add_stream(&maker, stream);
    list_each (consumer, &declared->consumers)
        add_consumer(&maker, consumer);
    list_sort(out, fact_compare);
}
