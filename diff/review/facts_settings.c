// SPDX-License-Identifier: Apache-2.0
#include "diff/review/facts_settings.h"

static void add_paths(const struct fact_maker *maker, const struct settings *settings)
{
    struct arena *arena = maker->arena;
    for (size_t i = 0; i < settings->path_count; i++) {
        const struct settings_path *path = &settings->paths[i];
        const struct fact_about about = {FACT_SETTINGS, SETTINGS_FILE, SETTINGS_FILE, path->line,
                                         path->column};
        const char *ignores = facts_join(arena, path->ignores, path->ignore_count, ", ", true);
        facts_add_keyed(maker, &about, POLICY_PATH, path->path,
                        arena_print(arena, "%s%s%s%s%s", path->path,
                                    path->namespace != NULL ? " as " : "",
                                    path->namespace != NULL ? path->namespace : "",
                                    path->ignore_count > 0 ? " without " : "", ignores));
    }
}

/* Returns "from TIME while window NAME is open in a, b until TIME: REASON", without absent parts.
 */
static const char *freeze_text(struct arena *arena, const struct settings_freeze *freeze)
{
    char from[MOMENT_TEXT_MAX];
    bool announced = freeze->from != 0, within = freeze->namespace_count > 0;
    const char *name = freeze->window_name, *rules = freeze->window_text;
    const char *window = name != NULL    ? arena_print(arena, "while window %s is open ", name)
                         : rules != NULL ? arena_print(arena, "while {%s} is open ", rules)
                                         : "";
    return arena_print(
        arena, "%s%s%s%s%s%s%s%s", announced ? "from " : "",
        announced ? moment_print(freeze->from, from) : "", announced ? " " : "", window,
        within ? "in " : "",
        within ? facts_join(arena, freeze->namespaces, freeze->namespace_count, ", ", true) : "",
        within ? " " : "", facts_term(arena, freeze->until, freeze->reason));
}

static void add_freezes(const struct fact_maker *maker, const struct settings *settings)
{
    for (size_t i = 0; i < settings->freeze_count; i++) {
        const struct settings_freeze *freeze = &settings->freezes[i];
        const struct fact_about about = {FACT_SETTINGS, freeze->file, freeze->file, freeze->line,
                                         freeze->column};
        facts_add(maker, &about, POLICY_FREEZE, freeze_text(maker->arena, freeze));
    }
}

static void add_guard(const struct fact_maker *maker, const struct settings *settings)
{
    const struct fact_about about = {FACT_SETTINGS, SETTINGS_FILE, SETTINGS_FILE,
                                     settings->guard.line, settings->guard.column};
    if (settings->guard.max >= 0)
        facts_add(maker, &about, POLICY_GUARD,
                  arena_print(maker->arena, "at most %lld%s", (long long)settings->guard.max,
                              settings->guard.percent ? " % of all rows" : " rows"));
}

static void add_windows(const struct fact_maker *maker, const struct settings *settings)
{
    for (size_t i = 0; i < settings->window_count; i++) {
        const struct settings_window *window = &settings->windows[i];
        const struct fact_about about = {FACT_SETTINGS, SETTINGS_FILE, SETTINGS_FILE, window->line,
                                         window->column};
        facts_add_keyed(maker, &about, POLICY_WINDOW, window->name,
                        arena_print(maker->arena, "%s: %s", window->name,
                                    window->text != NULL ? window->text : ""));
    }
}

static void add_clusters(const struct fact_maker *maker, const struct fact_about *about,
                         const struct settings *settings)
{
    struct arena *arena = maker->arena;
    for (size_t i = 0; i < settings->cluster_count; i++) {
        const struct settings_cluster *cluster = &settings->clusters[i];
        facts_add_keyed(maker, about, POLICY_CLUSTER, cluster->name,
                        arena_print(arena, "%s: %s", cluster->name,
                                    facts_join(arena, cluster->namespaces, cluster->namespace_count,
                                               ", ", true)));
    }
}

void facts_settings(const struct fact_maker *maker)
{
    static const char *const owners[] = {
        [TRIGGERS_UNSET] = "not set", [TRIGGERS_WEIR] = "weir", [TRIGGERS_CLUSTER] = "cluster"};
    TABLE_COMPLETE(owners, TRIGGERS_CLUSTER + 1);
    const struct settings *settings = &maker->declared->settings;
    const char *file = settings->present ? SETTINGS_FILE : NULL;
    const struct fact_about about = {FACT_SETTINGS, SETTINGS_FILE, file, settings->line,
                                     settings->column};
    if (settings->branch != NULL)
        facts_add(maker, &about, POLICY_BRANCH, settings->branch);
    facts_add_default(maker, &about, POLICY_WRITE,
                      settings->write == WRITE_BY_PULL_REQUEST ? "pullRequest" : "commit",
                      "commit");
    facts_add_default(maker, &about, POLICY_TRIGGERS, owners[settings->triggers], owners[0]);
    facts_add_default(maker, &about, POLICY_REGISTRY_NAME, settings->integrated_registry,
                      INTEGRATED_REGISTRY_DEFAULT);
    if (settings->settle >= 0)
        facts_add(maker, &about, POLICY_SETTLE, facts_duration(maker->arena, settings->settle));
    add_freezes(maker, settings);
    add_guard(maker, settings);
    add_paths(maker, settings);
    for (size_t i = 0; i < settings->ignore_count; i++)
        facts_add(maker, &about, POLICY_IGNORE, settings->ignores[i]);
    add_windows(maker, settings);
    add_clusters(maker, &about, settings);
}
