// SPDX-License-Identifier: Apache-2.0
#include "reconciler/config_values.h"

#include <string.h>

#include "manifests/kinds/texts.h"

const char *config_path(struct arena *arena, const char *file, const char *path)
{
    const char *slash = strrchr(file, '/');
    if (path == NULL || path[0] == '/' || slash == NULL)
        return path;
    return arena_print(arena, "%.*s/%s", (int)(slash - file), file, path);
}

void config_read_texts(struct decoding *decoding, const struct node *list, text_list *texts)
{
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const char *text = text_read(decoding, item);
        if (text != NULL)
            *list_add(decoding->part, texts) = text;
    }
}

void config_read_section(struct decoding *decoding, const struct node *map,
                         const struct field *fields, void *into)
{
    fields_read(decoding, map, fields, into);
    for (const struct field *field = fields; field->name != NULL; field++) {
        const struct node *node = field_find(map, field->name);
        if (field->type != FIELD_DURATION || node == NULL)
            continue;
        int64_t seconds;
        memcpy(&seconds, (const char *)into + field->offset, sizeof seconds);
        if (seconds < 1)
            problem_add(decoding, PROBLEM_BAD_VALUE, node, "write a duration such as 30s or 1h30m",
                        "%s is not a duration of at least one second", field->name);
    }
}
