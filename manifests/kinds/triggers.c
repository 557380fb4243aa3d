// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/triggers.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "manifests/base/text.h"
#include "manifests/kinds/texts.h"
#include "manifests/values/reference.h"

/* One entry of the annotation; texts are NULL when absent. */
struct written {
    const char *kind, *name, *namespace, *api_version, *field_path;
    bool paused;
};

struct trigger_reading {
    struct decoding *decoding;
    const struct node *node;
    const char *pod;
    struct workload *workload;
    struct trigger *triggers;
};

/* Adds the problem that the whole annotation is broken. Returns false. */
PRINTF_LIKE(3, 4)
static bool broken(struct trigger_reading *reading, const char *hint, const char *format, ...)
{
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    problem_add(reading->decoding, PROBLEM_BAD_TRIGGERS, reading->node, hint, "%s", message);
    return false;
}

static void ignored(struct trigger_reading *reading, const struct written *written,
                    const char *hint, const char *why)
{
    problem_add(reading->decoding, PROBLEM_TRIGGER_IGNORED, reading->node, hint,
                "the trigger of \"%.100s\" never fires: %s",
                written->name != NULL ? written->name : "", why);
}

/* Reads texts as Go does: keys match in any case, the last of equal keys is used, and null is
 * ignored. Returns false if the annotation is broken. */
static bool read_texts(struct trigger_reading *reading, json_t *object, const char *const *keys,
                       const char ***targets)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(object, key, value)
    {
        for (size_t i = 0; keys[i] != NULL; i++) {
            if (strcasecmp(key, keys[i]) != 0 || json_is_null(value))
                continue;
            if (!json_is_string(value)) {
                return broken(reading, "write it in quotes", "\"%s\" of a trigger is not a string",
                              keys[i]);
            }
            *targets[i] = json_string_value(value);
        }
    }
    return true;
}

static bool read_entry(struct trigger_reading *reading, json_t *entry, struct written *written)
{
    static const char *const own_keys[] = {"fieldPath", NULL};
    static const char *const from_keys[] = {"kind", "name", "namespace", "apiVersion", NULL};
    const char **own[] = {&written->field_path};
    const char **from[] = {&written->kind, &written->name, &written->namespace,
                           &written->api_version};
    if (json_is_null(entry))
        return true;
    if (!json_is_object(entry))
        return broken(reading, "write {\"from\": {...}, \"fieldPath\": \"...\"}",
                      "a trigger is not a map");
    if (!read_texts(reading, entry, own_keys, own))
        return false;
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(entry, key, value)
    {
        if (json_is_null(value))
            continue;
        if (strcasecmp(key, "paused") == 0) {
            if (!json_is_boolean(value))
                return broken(reading, "write true or false, without quotes",
                              "\"paused\" of a trigger is not true or false");
            written->paused = json_is_true(value);
        } else if (strcasecmp(key, "from") == 0) {
            if (!json_is_object(value))
                return broken(reading,
                              "write {\"kind\": \"ImageStreamTag\", \"name\": \"web:latest\"}",
                              "\"from\" of a trigger is not a map");
            if (!read_texts(reading, value, from_keys, from))
                return false;
        }
    }
    return true;
}

static const struct container *container_at(const struct workload *workload,
                                            enum container_list list, size_t index)
{
    for (size_t i = 0; i < workload->container_count; i++) {
        if (workload->containers[i].list == list && index-- == 0)
            return &workload->containers[i];
    }
    return NULL;
}

/* Returns the container of this name in the list, else in another list, or NULL. */
static const struct container *container_named(const struct workload *workload,
                                               enum container_list list, const char *name)
{
    const struct container *elsewhere = NULL;
    for (size_t i = 0; i < workload->container_count; i++) {
        const struct container *container = &workload->containers[i];
        if (strcmp(container->name, name) != 0)
            continue;
        if (container->list == list)
            return container;
        if (elsewhere == NULL)
            elsewhere = container;
    }
    return elsewhere;
}

/* Returns a copy of the name in `?(@.name=="web")`, also with single quotes; NULL for other forms.
 */
static const char *selected_name(struct arena *arena, const char *selector, bool *single)
{
    static const char *const forms[][2] = {{"?(@.name==\"", "\")"}, {"?(@.name=='", "')"}};
    for (size_t i = 0; i < 2; i++) {
        size_t before = strlen(forms[i][0]), behind = strlen(forms[i][1]);
        size_t length = strlen(selector);
        if (length > before + behind && text_starts(selector, forms[i][0]) &&
            text_ends(selector, forms[i][1])) {
            *single = i == 1;
            return arena_copy(arena, selector + before, length - before - behind);
        }
    }
    return NULL;
}

static const struct container *select_container(struct trigger_reading *reading,
                                                const char *selector, enum container_list list)
{
    const struct workload *workload = reading->workload;
    size_t digits = strspn(selector, "0123456789");
    if (digits > 0 && digits <= 5 && selector[digits] == '\0')
        return container_at(workload, list, (size_t)strtoul(selector, NULL, 10));
    arena_scope struct arena scratch = {0};
    bool single = false;
    const char *name = selected_name(&scratch, selector, &single);
    if (name == NULL)
        return NULL;
    if (single) {
        problem_add(reading->decoding, PROBLEM_TRIGGER_IGNORED, reading->node,
                    "write double quotes: [?(@.name==\\\"web\\\")]",
                    "OpenShift does not understand the single quotes around \"%.80s\"; weir does",
                    name);
    }
    const struct container *container = container_named(workload, list, name);
    if (container != NULL && container->list != list) {
        problem_add(reading->decoding, PROBLEM_TRIGGER_IGNORED, reading->node,
                    arena_print(&scratch, "write %s[...]", container_list_key(container->list)),
                    "the trigger's path names the wrong list for container \"%.80s\"; weir finds "
                    "the container anyway",
                    name);
    }
    return container;
}

/* Returns the container that a field path names. `rest` is the path without the pod's path:
 * `containers[SELECTOR].image`, where the dot is optional, as in OpenShift. Returns NULL, with a
 * problem, if the path is not valid or names no container: the annotation is then broken. */
static const struct container *find_container(struct trigger_reading *reading,
                                              const char *field_path, const char *rest)
{
    arena_scope struct arena scratch = {0};
    for (int list = 0; list < CONTAINER_LIST_COUNT; list++) {
        const char *key = container_list_key((enum container_list)list);
        if (!text_starts(rest, key) || rest[strlen(key)] != '[')
            continue;
        const char *selector = rest + strlen(key) + 1;
        const char *end = strchr(selector, ']');
        if (end == NULL || (strcmp(end, "].image") != 0 && strcmp(end, "]image") != 0))
            break;
        const struct container *found =
            select_container(reading, arena_copy(&scratch, selector, (size_t)(end - selector)),
                             (enum container_list)list);
        if (found == NULL)
            broken(reading,
                   "name a container of this object, by index or by [?(@.name==\\\"web\\\")]",
                   "the trigger's fieldPath \"%.160s\" does not match a container", field_path);
        return found;
    }
    broken(reading, arena_print(&scratch, "write for example %s.containers[0].image", reading->pod),
           "the trigger's fieldPath \"%.160s\" is not valid", field_path);
    return NULL;
}

/* True if the entry's `from` lets it fire; else adds a warning with the reason. */
static bool fires(struct trigger_reading *reading, const struct written *written)
{
    const char *colon = written->name != NULL ? strchr(written->name, ':') : NULL;
    if (!text_equal(written->kind, "ImageStreamTag"))
        ignored(reading, written, "write \"kind\": \"ImageStreamTag\"",
                "its kind is not ImageStreamTag");
    else if (!text_blank(written->api_version))
        ignored(reading, written, "remove \"apiVersion\"", "it has an apiVersion");
    else if (colon == NULL)
        ignored(reading, written, "write stream:tag", "its name has no tag");
    else if (colon == written->name || (colon[1] != '\0' && !reference_tag_valid(colon + 1)))
        ignored(reading, written, "write stream:tag", "its name is not stream:tag");
    else
        return true;
    return false;
}

static bool has_trigger(const struct trigger_reading *reading, const struct container *container)
{
    for (size_t i = 0; i < reading->workload->trigger_count; i++)
        if (reading->triggers[i].container == container)
            return true;
    return false;
}

static void add_trigger(struct trigger_reading *reading, const struct written *written,
                        const struct container *container)
{
    struct arena *part = reading->decoding->part;
    const char *colon = strchr(written->name, ':');
    reading->triggers[reading->workload->trigger_count++] = (struct trigger){
        .namespace = text_blank(written->namespace) ? NULL : arena_text(part, written->namespace),
        .stream = arena_copy(part, written->name, (size_t)(colon - written->name)),
        .tag = colon[1] != '\0' ? arena_text(part, colon + 1) : "latest",
        .paused = written->paused,
        .container = container,
    };
}

/* Adds an entry's trigger, unless it never fires. Returns false if the annotation is broken. */
static bool take_entry(struct trigger_reading *reading, const struct written *written)
{
    arena_scope struct arena scratch = {0};
    const char *field_path = written->field_path != NULL ? written->field_path : "";
    const char *prefix = arena_print(&scratch, "%s.", reading->pod);
    if (text_note_variable(reading->decoding, reading->node, written->name, "the trigger") ||
        text_note_variable(reading->decoding, reading->node, written->namespace, "the trigger"))
        return true;
    if (!text_starts(field_path, prefix)) {
        ignored(reading, written,
                arena_print(&scratch, "write for example %scontainers[0].image", prefix),
                arena_print(&scratch, "its fieldPath does not start with %s", prefix));
        return true;
    }
    if (!fires(reading, written))
        return true;
    const struct container *container =
        find_container(reading, field_path, field_path + strlen(prefix));
    if (container == NULL)
        return false;
    if (has_trigger(reading, container))
        ignored(reading, written, "keep only one of them",
                "another trigger sets the same container");
    else
        add_trigger(reading, written, container);
    return true;
}

static bool read_entries(struct trigger_reading *reading, json_t *array)
{
    size_t count = json_array_size(array);
    if (count > WORKLOAD_TRIGGERS_MAX)
        return broken(reading, "remove some", "more than %d triggers", WORKLOAD_TRIGGERS_MAX);
    arena_scope struct arena scratch = {0};
    struct written *entries = arena_array(&scratch, struct written, count);
    for (size_t i = 0; i < count; i++) {
        if (!read_entry(reading, json_array_get(array, i), &entries[i]))
            return false;
        for (size_t k = 0; k < i; k++) {
            if (text_equal(entries[k].field_path, entries[i].field_path))
                return broken(reading, "keep only one of them",
                              "two triggers have the fieldPath \"%.160s\"",
                              entries[i].field_path != NULL ? entries[i].field_path : "");
        }
    }
    reading->triggers = arena_array(reading->decoding->part, struct trigger, count);
    reading->workload->triggers = reading->triggers;
    for (size_t i = 0; i < count; i++) {
        if (!take_entry(reading, &entries[i]))
            return false;
    }
    return true;
}

void triggers_read(struct decoding *decoding, const struct node *node, const char *pod,
                   struct workload *workload)
{
    struct trigger_reading reading = {decoding, node, pod, workload, NULL};
    const char *text = text_read(decoding, node);
    json_error_t error = {0};
    workload->triggers_broken = text == NULL;
    if (text == NULL)
        return;
    json_auto_t *json = json_loads(text, JSON_DECODE_ANY, &error);
    bool good = true;
    if (json == NULL)
        good = broken(&reading, "write a JSON list of {\"from\": ..., \"fieldPath\": ...}",
                      "the triggers are not JSON: %.160s", error.text);
    else if (!json_is_array(json) && !json_is_null(json))
        good = broken(&reading, "write a JSON list of {\"from\": ..., \"fieldPath\": ...}",
                      "the triggers are not a JSON list");
    else if (json_is_array(json))
        good = read_entries(&reading, json);
    workload->triggers_broken = !good;
    if (!good)
        workload->trigger_count = 0;
}
