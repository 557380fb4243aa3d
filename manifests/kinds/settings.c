// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/settings.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/namespace.h"
#include "manifests/kinds/settings_freezes.h"
#include "manifests/kinds/settings_windows.h"
#include "manifests/kinds/suggestion.h"
#include "manifests/kinds/texts.h"
#include "manifests/values/reference.h"

enum { GUARD_ROWS_MAX = 1000000, TEXTS_MAX = 1000 };

bool settings_named(const char *path)
{
    return strcmp(path, SETTINGS_FILE) == 0 || strcmp(path, FREEZE_FILE) == 0;
}

struct settings settings_default(void)
{
    return (struct settings){
        .settle = -1,
        .guard = {.max = -1},
        .integrated_registry = INTEGRATED_REGISTRY_DEFAULT,
    };
}

/* Reads 20, or "10%". */
static void read_max(struct decoding *decoding, const struct node *node, void *into)
{
    struct settings *settings = into;
    const char *text = node_text(node);
    size_t digits = text != NULL ? strspn(text, "0123456789") : 0;
    bool percent = digits > 0 && strcmp(text + digits, "%") == 0;
    long number = digits > 0 && digits <= 7 ? strtol(text, NULL, 10) : -1;
    bool valid = number >= 0 && (percent || text[digits] == '\0') &&
                 number <= (percent ? 100 : GUARD_ROWS_MAX);
    if (!valid) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node, "write for example 20 or \"10%\"",
                    "spec.guard.max is neither a number of rows up to %d nor a percentage up to "
                    "100%%",
                    GUARD_ROWS_MAX);
        return;
    }
    settings->guard.max = number;
    settings->guard.percent = percent;
}

static const struct field guard_fields[] = {
    {"max", FIELD_ANY, true, .read = read_max},
    FIELDS_END,
};

static void read_guard(struct decoding *decoding, const struct node *map, void *into)
{
    struct settings *settings = into;
    settings->guard.line = map->line;
    settings->guard.column = map->column;
    fields_read(decoding, map, guard_fields, settings);
}

static void read_path_ignores(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings_path *path = into;
    path->ignores = texts_read(decoding, list, TEXTS_MAX, &path->ignore_count);
}

static const struct field path_fields[] = {
    {"path", FIELD_TEXT, true, offsetof(struct settings_path, path)},
    {"namespace", FIELD_TEXT, false, offsetof(struct settings_path, namespace)},
    {"ignore", FIELD_LIST, .read = read_path_ignores},
    FIELDS_END,
};

/* True for a relative path or pattern without parts that no file of a repository has. */
static bool path_allowed(const char *path)
{
    if (text_blank(path) || *path == '/')
        return false;
    for (const char *at = path;; at++) {
        size_t length = strcspn(at, "/");
        if ((length == 2 && strncmp(at, "..", 2) == 0) ||
            (length == 4 && strncasecmp(at, ".git", 4) == 0))
            return false;
        at += length;
        if (*at == '\0')
            return true;
    }
}

static void read_paths(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings *settings = into;
    if (problem_too_many(decoding, list, list->count, SETTINGS_PATHS_MAX, "paths", "remove some"))
        return;
    struct settings_path *paths = arena_array(decoding->part, struct settings_path, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const struct node *node = node_resolve(item);
        struct settings_path *path = &paths[settings->path_count];
        *path = (struct settings_path){.line = node->line, .column = node->column};
        fields_read(decoding, node, path_fields, path);
        if (path->namespace != NULL &&
            !namespace_check(decoding, field_find(node, "namespace"), path->namespace))
            path->namespace = NULL;
        if (path->path != NULL && !path_allowed(path->path))
            problem_add(decoding, PROBLEM_BAD_VALUE, field_find(node, "path"),
                        "write a folder of the repository, relative to its root, such as "
                        "clusters/prod",
                        "\"%.200s\" is not a path inside the repository", path->path);
        else
            settings->path_count += path->path != NULL;
    }
    settings->paths = paths;
}

static void read_ignores(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings *settings = into;
    settings->ignores = texts_read(decoding, list, TEXTS_MAX, &settings->ignore_count);
}

static void read_namespaces(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings_cluster *cluster = into;
    cluster->namespaces = texts_read(decoding, list, TEXTS_MAX, &cluster->namespace_count);
}

static const struct field cluster_fields[] = {
    {"name", FIELD_TEXT, true, offsetof(struct settings_cluster, name)},
    {"namespaces", FIELD_LIST, true, .read = read_namespaces},
    FIELDS_END,
};

static void read_clusters(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings *settings = into;
    if (problem_too_many(decoding, list, list->count, SETTINGS_PATHS_MAX, "clusters",
                         "remove some"))
        return;
    struct settings_cluster *clusters =
        arena_array(decoding->part, struct settings_cluster, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        struct settings_cluster *cluster = &clusters[settings->cluster_count];
        *cluster = (struct settings_cluster){0};
        fields_read(decoding, node_resolve(item), cluster_fields, cluster);
        settings->cluster_count += cluster->name != NULL;
    }
    settings->clusters = clusters;
}

static const struct field names_fields[] = {
    {"integratedRegistry", FIELD_TEXT, false, offsetof(struct settings, integrated_registry)},
    FIELDS_END,
};

static void read_names(struct decoding *decoding, const struct node *map, void *into)
{
    struct settings *settings = into;
    fields_read(decoding, map, names_fields, settings);
    if (!reference_host_valid(settings->integrated_registry)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(map, "integratedRegistry"),
                    "write host or host:port", "\"%.100s\" is not a registry host",
                    settings->integrated_registry);
        settings->integrated_registry = INTEGRATED_REGISTRY_DEFAULT;
    }
}

static const char *const write_words[] = {"commit", "pullRequest", NULL};
/* The enum begins with TRIGGERS_UNSET, which has no word. */
static const char *const triggers_words[] = {"weir", "cluster", NULL};

static void read_triggers(struct decoding *decoding, const struct node *node, void *into)
{
    struct settings *settings = into;
    const char *text = text_read(decoding, node);
    for (size_t i = 0; text != NULL && triggers_words[i] != NULL; i++) {
        if (strcmp(text, triggers_words[i]) == 0) {
            settings->triggers = (enum triggers_owner)(TRIGGERS_WEIR + i);
            return;
        }
    }
    arena_scope struct arena scratch = {0};
    if (text != NULL) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    suggestion_hint(&scratch, text, triggers_words),
                    "spec.triggers can't be \"%.80s\"", text);
    }
}

static const struct field spec_fields[] = {
    {"branch", FIELD_TEXT, false, offsetof(struct settings, branch)},
    {"write", FIELD_WORD, false, offsetof(struct settings, write), write_words},
    {"triggers", FIELD_ANY, .read = read_triggers},
    {"settle", FIELD_DURATION, false, offsetof(struct settings, settle)},
    {"windows", FIELD_LIST, .read = settings_windows_read}, /* before freeze, which uses them */
    {"freeze", FIELD_ANY, .read = settings_freezes_read},
    {"guard", FIELD_MAP, .read = read_guard},
    {"paths", FIELD_LIST, .read = read_paths},
    {"ignore", FIELD_LIST, .read = read_ignores},
    {"clusters", FIELD_LIST, .read = read_clusters},
    {"names", FIELD_MAP, .read = read_names},
    FIELDS_END,
};

/* True for a name that Git allows for a branch. */
static bool branch_allowed(const char *name)
{
    size_t length = strlen(name);
    for (const unsigned char *at = (const unsigned char *)name; *at != '\0'; at++)
        if (*at <= 0x20 || *at == 0x7f || strchr("~^:?*[\\", *at) != NULL)
            return false;
    return length > 0 && strchr("-/.", name[0]) == NULL && strchr("/.", name[length - 1]) == NULL &&
           strstr(name, "..") == NULL && strstr(name, "//") == NULL && strstr(name, "/.") == NULL &&
           strstr(name, "@{") == NULL && strstr(name, ".lock/") == NULL &&
           !text_ends(name, ".lock");
}

static void read_spec(struct decoding *decoding, const struct node *map, void *into)
{
    struct settings *settings = into;
    const struct node *write = field_find(map, "write");
    fields_read(decoding, map, spec_fields, settings);
    settings->write_line = write != NULL ? write->line : 0;
    settings->write_column = write != NULL ? write->column : 0;
    if (settings->branch != NULL && !branch_allowed(settings->branch)) {
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(map, "branch"),
                    "write the short name of a branch, such as main",
                    "\"%.100s\" is not a valid branch name", settings->branch);
        settings->branch = NULL;
    }
}

static const struct field object_fields[] = {
    {"apiVersion", FIELD_IGNORED},
    {"kind", FIELD_IGNORED},
    {"metadata", FIELD_IGNORED},
    {"spec", FIELD_MAP, false, .read = read_spec},
    FIELDS_END,
};

const struct settings *settings_decode(struct arena *part, size_t document,
                                       const struct node *object, problem_list *problems)
{
    const char *name = field_text(field_find(object, "metadata"), "name");
    struct decoding decoding = {
        .part = part, .document = document, .problems = problems, .ours = true};
    decoding.object = name != NULL ? arena_print(part, "Reconciler %s", name) : "Reconciler";
    struct settings *settings = arena_new(part, struct settings);
    *settings = settings_default();
    settings->present = true;
    settings->line = object->line;
    settings->column = object->column;
    fields_read(&decoding, object, object_fields, settings);
    settings->problem = decoding.broken;
    settings->broken = decoding.broken != NULL;
    return settings;
}
