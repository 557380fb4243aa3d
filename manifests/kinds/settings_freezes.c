// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/settings_freezes.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/kinds/settings_windows.h"
#include "manifests/kinds/texts.h"
#include "manifests/kinds/type.h"
#include "manifests/kinds/window_read.h"

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

/* Reads the name of a window, or its rules. */
static void read_window(struct decoding *decoding, const struct node *node, void *into)
{
    struct freeze_reading *reading = into;
    if (node->kind != NODE_MAP) {
        read_window_name(decoding, node, reading);
        return;
    }
    reading->freeze.window = window_read(decoding, &reading->settings->reading, node);
    reading->freeze.window_text = settings_window_text(decoding, node);
}

static void read_namespaces(struct decoding *decoding, const struct node *list, void *into)
{
    struct settings_freeze *freeze = &((struct freeze_reading *)into)->freeze;
    freeze->namespaces = texts_read(decoding, list, SETTINGS_PATHS_MAX, &freeze->namespace_count);
    if (list->count == 0)
        problem_add(decoding, PROBLEM_BAD_VALUE, list,
                    "list namespaces, or remove the field to freeze all of them",
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

/* Reads true, false or a map. Returns false for `false`, which is not a freeze. A value that cannot
 * be read is a problem: weir.yaml is then broken, which stops all writing. */
static bool read_freeze(struct decoding *decoding, const struct node *node,
                        struct settings *settings, struct settings_freeze *out)
{
    struct freeze_reading reading = {.settings = settings};
    bool set = true;
    reading.freeze = (struct settings_freeze){
        .until = MOMENT_NEVER, .file = SETTINGS_FILE, .line = node->line, .column = node->column};
    if (!type_bool(node, &set))
        fields_read(decoding, node, freeze_fields, &reading);
    *out = reading.freeze;
    if (out->until <= out->from)
        problem_add(decoding, PROBLEM_BAD_VALUE, field_find(node, "until"),
                    "write a time for until that is after from",
                    "the freeze does not end after it starts");
    return set;
}

void settings_freezes_read(struct decoding *decoding, const struct node *node, void *into)
{
    struct settings *settings = into;
    bool list = node->kind == NODE_LIST;
    if (list &&
        problem_too_many(decoding, node, node->count, SETTINGS_PATHS_MAX, "freezes", "remove some"))
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
