// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/source.h"

#include <string.h>

#include "manifests/base/list.h"

static int compare_path(const void *key, const void *item)
{
    return strcmp(key, ((const struct source_file *)item)->path);
}

ptrdiff_t source_find(const struct source *source, const char *path)
{
    const struct source_file *found =
        list_search(source->files, source->count, sizeof *source->files, path, compare_path);
    return found != NULL ? found - source->files : -1;
}

const struct source_note *source_note_find(const struct source *source, const char *path)
{
    for (size_t i = 0; i < source->note_count; i++)
        if (strcmp(source->notes[i].path, path) == 0)
            return &source->notes[i];
    return NULL;
}
