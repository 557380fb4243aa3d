// SPDX-License-Identifier: Apache-2.0
#include "manifests/source.h"

#include <string.h>

ptrdiff_t source_find(const struct source *source, const char *path)
{
    size_t low = 0, high = source->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(source->files[middle].path, path);
        if (order == 0)
            return (ptrdiff_t)middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}
