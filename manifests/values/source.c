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
