// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/settings_windows.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/suggestion.h"
#include "manifests/kinds/window_read.h"

/* Prints a value on one line, as flow YAML. Leaves out nodes more than three levels below it. */
static void print_flow(FILE *out, const struct node *node, unsigned depth)
{
    /* An alias is printed as its name, because following aliases might never end. */
    if (node->kind == NODE_SCALAR || node->kind == NODE_ALIAS) {
        fprintf(out, "%s%s", node->kind == NODE_ALIAS ? "*" : "", node->text);
        return;
    }
    bool map = node->kind == NODE_MAP;
    fputc(map ? '{' : '[', out);
    for (const struct node *item = depth < 3 ? node->first : NULL; item != NULL;
         item = item->next) {
        if (map)
            fprintf(out, "%s: ", item->key->text != NULL ? item->key->text : "");
        print_flow(out, item, depth + 1);
        fputs(item->next != NULL ? ", " : "", out);
    }
    fputc(map ? '}' : ']', out);
}

const char *settings_window_text(struct decoding *decoding, const struct node *map)
{
    enum { RULES_TEXT_MAX = 256 << 10 }; /* enough for WINDOW_RULES_MAX valid rules */
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
        return "declare the window under windows in " SETTINGS_FILE;
    const char **names = arena_array(arena, const char *, settings->window_count + 1);
    for (size_t i = 0; i < settings->window_count; i++)
        names[i] = settings->windows[i].name;
    const char *nearest = suggestion_find(arena, name, names);
    return *nearest != '\0' ? arena_print(arena, "%sor declare the window under windows in %s",
                                          nearest, SETTINGS_FILE)
                            : "declare the window under windows in " SETTINGS_FILE;
}

void settings_windows_read(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings *settings = into;
    if (problem_too_many(decoding, list, list->count, SETTINGS_PATHS_MAX, "windows", "remove some"))
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
        windows[settings->window_count++] = (struct settings_window){
            arena_text(decoding->part, name), settings_window_text(decoding, node), window,
            node->line, node->column};
    }
}
