// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/settings_times.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/window_read.h"

/* A value on one line, as flow YAML; deeper than three levels is cut. */
static void print_flow(FILE *out, const struct node *node, unsigned depth)
{
    /* An alias is shown by its name: following many of them would never end. */
    if (node->kind == NODE_SCALAR || node->kind == NODE_ALIAS) {
        fprintf(out, "%s%s", node->kind == NODE_ALIAS ? "*" : "", node->text);
        return;
    }
    bool map = node->kind == NODE_MAP;
    fputc(map ? '{' : '[', out);
    for (const struct node *item = depth < 3 ? node->first : NULL; item; item = item->next) {
        if (map)
            fprintf(out, "%s: ", item->key->text != NULL ? item->key->text : "");
        print_flow(out, item, depth + 1);
        fputs(item->next != NULL ? ", " : "", out);
    }
    fputc(map ? '}' : ']', out);
}

/* All of a window but its name. */
static const char *window_text(struct decoding *decoding, const struct node *map)
{
    enum { RULES_TEXT_MAX = 256 << 10 }; /* more than WINDOW_RULES_MAX rules that are sound have */
    char *rules = NULL;
    size_t size = 0;
    FILE *out = memory_must(open_memstream(&rules, &size));
    bool any = false;
    for (const struct node *item = map->first; item != NULL; item = item->next) {
        if (text_equal(item->key->text, "name"))
            continue;
        fprintf(out, "%s%s: ", any ? ", " : "", item->key->text != NULL ? item->key->text : "");
        print_flow(out, item, 0);
        any = true;
    }
    fclose(out);
    const char *text =
        arena_copy(decoding->part, rules, size < RULES_TEXT_MAX ? size : RULES_TEXT_MAX);
    free(rules);
    return text;
}

const struct settings_window *settings_window(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->window_count; i++)
        if (strcmp(settings->windows[i].name, name) == 0)
            return &settings->windows[i];
    return NULL;
}

const char *settings_window_hint(struct arena *arena, const struct settings *settings,
                                 const char *name)
{
    if (settings->window_count == 0)
        return "declare it under windows in " SETTINGS_FILE;
    const char **names = arena_array(arena, const char *, settings->window_count + 1);
    for (size_t i = 0; i < settings->window_count; i++)
        names[i] = settings->windows[i].name;
    const char *nearest = suggestion_find(arena, name, names);
    return *nearest != '\0'
               ? arena_print(arena, "%sor declare it under windows in %s", nearest, SETTINGS_FILE)
               : "declare it under windows in " SETTINGS_FILE;
}

void windows_read(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings *settings = into;
    if (settings_too_long(decoding, list, "windows"))
        return;
    struct settings_window *windows =
        arena_array(decoding->part, struct settings_window, list->count);
    settings->windows = windows;
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const struct node *node = node_resolve(item);
        const char *name = node->kind == NODE_MAP ? field_text(node, "name") : NULL;
        if (node->kind == NODE_MAP && text_blank(name))
            problem_add(decoding, PROBLEM_MISSING_FIELD, node,
                        "add name:", "the window has no name, so no gate or freeze can use it");
        const struct window *window = window_read(decoding, &settings->reading, node);
        if (text_blank(name))
            continue;
        if (settings_window(settings, name) != NULL)
            problem_add(decoding, PROBLEM_BAD_VALUE, node, "give each window its own name",
                        "window \"%.80s\" is declared twice", name);
        windows[settings->window_count++] =
            (struct settings_window){arena_text(decoding->part, name), window_text(decoding, node),
                                     window, node->line, node->column};
    }
}

/* --- freezes --- */

/* A freeze while it is read. */
struct freeze_reading {
    struct settings_freeze freeze;
    struct settings *settings;
};

static void read_window_name(struct decoding *decoding, const struct node *node,
                             struct freeze_reading *reading)
{
    arena_scope struct arena scratch = {0};
    const struct settings *settings = reading->settings;
    const char *name = text_read(decoding, node);
    if (name == NULL)
        return;
    const struct settings_window *found = settings_window(settings, name);
    reading->freeze.window_name = name;
    reading->freeze.window = found != NULL ? found->window : NULL;
    if (found == NULL)
        problem_add(decoding, PROBLEM_NO_WINDOW, node,
                    settings_window_hint(&scratch, settings, name), "there is no window \"%.80s\"",
                    name);
}

/* A name, or rules. */
static void read_window(struct decoding *decoding, const struct node *node, void *into)
{
    struct freeze_reading *reading = into;
    if (node->kind != NODE_MAP) {
        read_window_name(decoding, node, reading);
        return;
    }
    reading->freeze.window = window_read(decoding, &reading->settings->reading, node);
    reading->freeze.window_text = window_text(decoding, node);
}

static void read_namespaces(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings_freeze *freeze = &((struct freeze_reading *)into)->freeze;
    freeze->namespaces = texts_read(decoding, list, SETTINGS_PATHS_MAX, &freeze->namespace_count);
    if (list->count == 0)
        problem_add(decoding, PROBLEM_BAD_VALUE, list, "list some, or remove the field for all",
                    "a freeze with an empty list of namespaces freezes nothing");
}

static const struct field freeze_fields[] = {
    {"from", FIELD_MOMENT, false, offsetof(struct freeze_reading, freeze.from)},
    {"until", FIELD_MOMENT, false, offsetof(struct freeze_reading, freeze.until)},
    {"reason", FIELD_TEXT, false, offsetof(struct freeze_reading, freeze.reason)},
    {"window", FIELD_ANY, .read = read_window},
    {"namespaces", FIELD_LIST, .read = read_namespaces},
    FIELDS_END,
};

/* true, or a map. What can't be read freezes nothing by itself: the file is broken then. */
static bool read_freeze(struct decoding *decoding, const struct node *node,
                        struct settings *settings, struct settings_freeze *out)
{
    struct freeze_reading reading = {.settings = settings};
    bool set = true;
    reading.freeze = (struct settings_freeze){
        .until = MOMENT_NEVER, .file = SETTINGS_FILE, .line = node->line, .column = node->column};
    if (!bool_read(node, &set))
        fields_read(decoding, node, freeze_fields, &reading);
    *out = reading.freeze;
    if (out->until <= out->from)
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(node, "until"),
                    "write a time after from", "the freeze ends before it starts");
    return set;
}

void freezes_read(struct decoding *decoding, const struct node *node, void *into)
{
    struct settings *settings = into;
    bool list = node->kind == NODE_LIST;
    if (list && settings_too_long(decoding, node, "freezes"))
        return;
    size_t count = list ? node->count : 1;
    struct settings_freeze *freezes = arena_array(decoding->part, struct settings_freeze, count);
    settings->freezes = freezes;
    for (const struct node *item = list ? node->first : node; item != NULL;
         item = list ? item->next : NULL)
        settings->freeze_count +=
            read_freeze(decoding, node_resolve(item), settings, &freezes[settings->freeze_count]);
}

struct settings_freeze settings_freeze_file(struct arena *arena, const char *bytes, size_t length)
{
    char *safe = NULL;
    size_t size = 0, end = length < FREEZE_REASON_MAX ? length : FREEZE_REASON_MAX;
    const char *line = arena_copy(arena, bytes, end);
    FILE *out = memory_must(open_memstream(&safe, &size));
    text_print_safe(out, arena_copy(arena, line, strcspn(line, "\r\n")));
    fclose(out);
    const char *reason = arena_copy(arena, safe, size);
    free(safe);
    return (struct settings_freeze){.until = MOMENT_NEVER,
                                    .reason = text_blank(reason) ? NULL : reason,
                                    .file = FREEZE_FILE,
                                    .line = 1,
                                    .column = 1};
}
