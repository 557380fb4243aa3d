// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"

static void drop_tags(struct ledger *ledger)
{
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->tags[i].arena != NULL) {
            arena_done(ledger->tags[i].arena);
            free(ledger->tags[i].arena);
        }
    free(ledger->tags);
    ledger->tags = NULL;
    ledger->count = 0;
    ledger->tip = ledger->tree = (git_oid){0};
}

void ledger_done(struct ledger *ledger)
{
    drop_tags(ledger);
    listing_done(&ledger->listing);
    arena_done(&ledger->arena);
    *ledger = (struct ledger){0};
}

static int compare_names(const void *key, const void *item)
{
    return tag_journal_compare(key, &((const struct ledger_tag *)item)->tag);
}

const struct ledger_tag *ledger_find(const struct ledger *ledger, const char *environment,
                                     const char *stream, const char *tag)
{
    const struct tag_journal key = {.environment = environment, .stream = stream, .tag = tag};
    return list_search(ledger->tags, ledger->count, sizeof *ledger->tags, &key, compare_names);
}

static int compare_path(const void *key, const void *item)
{
    return strcmp(key, ((const struct source_file *)item)->path);
}

const struct source_file *ledger_find_file(const struct ledger *ledger, const char *path)
{
    return list_search(ledger->listing.files.items, ledger->listing.files.count,
                       sizeof *ledger->listing.files.items, path, compare_path);
}
