// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"

static void drop_files(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++) {
        arena_done(ledger->files[i].arena);
        free(ledger->files[i].arena);
    }
    free(ledger->files);
    ledger->files = NULL;
    ledger->count = 0;
    ledger->tip = ledger->tree = (git_oid){0};
}

void ledger_done(struct ledger *ledger)
{
    drop_files(ledger);
    listing_done(&ledger->listing);
    arena_done(&ledger->arena);
    *ledger = (struct ledger){0};
}

static int compare_path(const void *key, const void *item)
{
    return strcmp(key, ((const struct ledger_file *)item)->path);
}

const struct ledger_file *ledger_find(const struct ledger *ledger, const char *path)
{
    return list_search(ledger->files, ledger->count, sizeof *ledger->files, path, compare_path);
}
