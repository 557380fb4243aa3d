// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_rewind.h"

#include <string.h>

#include "reconciler/git/journal/ledger_load.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/objects/tree.h"

static bool can_read(struct repository *repository, const struct source_file *file,
                     struct text *bytes)
{
    struct err ignored;
    return tree_read(repository->odb, file, bytes, &ignored) == 0;
}

/* Returns true if these are the bytes of a part without an error. The part before is not looked at:
 * the first line may continue any line. */
static bool sound(struct arena *arena, const char *path, const struct text *bytes)
{
    struct tag_reading reading = tag_reading_of_part(arena, path, bytes->data, bytes->length);
    return reading.trouble == NULL;
}

/* Returns false if a tag's file is gone or no longer starts with its old bytes. Returns true if
 * that can't be judged: a version can't be read, the old one had an error, or it is not a tag's
 * file. */
static bool starts_as_before(struct repository *repository, const struct source_file *old)
{
    arena_scope struct arena scratch = {0};
    text_scope struct text was = text_of(RECORD_FILE_MAX), is = text_of(RECORD_FILE_MAX);
    struct tag_journal tag;
    unsigned part;
    const struct source_file *now = ledger_find_file(&repository->ledger, old->path);
    if (!record_path_parse(&scratch, old->path, &tag, &part) ||
        (now != NULL && memcmp(now->id.bytes, old->id.bytes, GIT_OID_RAWSZ) == 0))
        return true;
    if (!can_read(repository, old, &was))
        return true;
    /* A file that had an error is not judged: a person may have repaired it. */
    if (!sound(&scratch, old->path, &was))
        return true;
    if (now == NULL)
        return false;
    return !can_read(repository, now, &is) ||
           (is.length >= was.length && memcmp(is.data, was.data, was.length) == 0);
}

const char *journal_rewind_find(struct repository *repository, const git_oid *old,
                                struct arena *arena)
{
    struct listing listing = {0};
    struct err ignored;
    git_oid tree;
    const char *path = NULL;
    if (git_odb_exists(repository->odb, old) &&
        ledger_load_list(repository, old, &repository->ledger, &listing, &tree, &ignored) >= 0)
        for (size_t i = 0; i < listing.files.count && path == NULL; i++)
            if (!starts_as_before(repository, &listing.files.items[i]))
                path = arena_text(arena, listing.files.items[i].path);
    listing_done(&listing);
    return path;
}

const git_oid *journal_rewind_seen(const struct repository *repository)
{
    const struct repository_driver *driver = repository->driver;
    const git_oid *id =
        driver->journal_seen != NULL ? driver->journal_seen(repository) : &repository->ledger.seen;
    return git_oid_is_zero(id) ? NULL : id;
}

void journal_rewind_remember(struct repository *repository, const git_oid *tip)
{
    repository->ledger.seen = *tip;
    if (repository->driver->journal_remember != NULL)
        repository->driver->journal_remember(repository, tip);
}
