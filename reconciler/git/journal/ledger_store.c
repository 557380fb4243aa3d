// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_store.h"

#include <limits.h>
#include <stdlib.h>

#include "manifests/base/kept_file.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/ledger_bytes.h"

enum { KEPT_MAX = 512 << 20 /* bytes */ };

void ledger_store_done(struct ledger_kept *kept)
{
    text_done(&kept->bytes);
    arena_done(&kept->arena);
    *kept = (struct ledger_kept){0};
}

/* Returns the name of the folder, which the caller frees; NULL: there is none. */
static char *name_folder(const struct repository *repository)
{
    struct err ignored;
    char *folder = NULL;
    if (repository->cache != NULL)
        return memory_must(strdup(repository->cache));
    if (repository->driver->kind != REPOSITORY_WORK_TREE || repository->location.path == NULL)
        return NULL;
    char *real = realpath(repository->location.path, NULL);
    if (real != NULL && cache_name(real, &folder, &ignored) < 0)
        folder = NULL;
    free(real);
    return folder;
}

bool ledger_store_path(const struct repository *repository, const char *kind, char out[PATH_MAX])
{
    char *folder = name_folder(repository);
    const char *branch = repository->tip.branch;
    int length = folder != NULL
                     ? snprintf(out, PATH_MAX, "%s/%s.%016llx", folder, kind,
                                (unsigned long long)kept_file_sum(branch, strlen(branch)))
                     : -1;
    free(folder);
    return length > 0 && length < PATH_MAX;
}

void ledger_store_recall(struct repository *repository, struct ledger *out)
{
    struct ledger_kept *kept = &repository->kept;
    struct kept_file_build build = kept_file_build();
    char path[PATH_MAX];
    *out = (struct ledger){0};
    if (kept->recalled)
        return;
    kept->recalled = true;
    kept->bytes = text_of(KEPT_MAX);
    if (build.name[0] == '\0' || !ledger_store_path(repository, "journal", path) ||
        !kept_file_read(path, &kept->bytes) ||
        !ledger_bytes_read(&kept->arena, build.name, kept->bytes.data, kept->bytes.length, out))
        ledger_done(out);
}

void ledger_store_keep(struct repository *repository)
{
    struct ledger *ledger = &repository->ledger;
    struct kept_file_build build = kept_file_build();
    text_scope struct text bytes = text_of(KEPT_MAX);
    char path[PATH_MAX];
    if (!ledger->changed || build.name[0] == '\0' ||
        !ledger_store_path(repository, "journal", path))
        return;
    ledger->changed = false;
    if (ledger_bytes_print(ledger, build.name, &bytes))
        kept_file_write(path, bytes.data, bytes.length);
}
