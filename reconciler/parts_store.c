// SPDX-License-Identifier: Apache-2.0
#include "reconciler/parts_store.h"

#include <limits.h>
#include <stdio.h>

#include "manifests/base/kept_file.h"
#include "manifests/declared/parts_cache.h"

/* Sets the path of the file. Returns false if this repository has no cache folder, or if the path
 * is too long. */
static bool name_file(const struct repository *repository, char *out, size_t size)
{
    const char *folder = repository_cache(repository);
    int length = folder != NULL ? snprintf(out, size, "%s/parts", folder) : -1;
    return length > 0 && (size_t)length < size;
}

void parts_store_read(const struct repository *repository, struct parts *parts)
{
    char path[PATH_MAX];
    struct kept_file_build build = kept_file_build();
    text_scope struct text bytes = text_of(PARTS_KEPT_MAX);
    if (build.name[0] != '\0' && name_file(repository, path, sizeof path) &&
        kept_file_read(path, &bytes))
        (void)parts_recall(parts, build.name, bytes.data, bytes.length);
}

void parts_store_write(const struct repository *repository, const struct parts *parts)
{
    char path[PATH_MAX];
    struct kept_file_build build = kept_file_build();
    text_scope struct text bytes = text_of(PARTS_KEPT_MAX);
    if (build.name[0] != '\0' && name_file(repository, path, sizeof path) &&
        parts_keep(parts, build.name, &bytes))
        kept_file_write(path, bytes.data, bytes.length);
}
