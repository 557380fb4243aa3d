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
static bool starts_as_before(struct repository *repository, const struct ledger *present,
                             const struct source_file *old)
{
    arena_scope struct arena scratch = {0};
    text_scope struct text was = text_of(RECORD_FILE_MAX), is = text_of(RECORD_FILE_MAX);
    struct tag_journal tag;
    unsigned part;
    const struct source_file *now = ledger_find_file(present, old->path);
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

/* Returns the path, in the arena, of a file in the listing that no longer starts with the same
 * bytes in the journal's commit `id`, or NULL. */
static const char *find_changed(struct repository *repository, const struct listing *old,
                                const git_oid *id, struct arena *arena)
{
    struct ledger listed = {0}; /* for the base's journal, whose tip is not in the ledger */
    struct err ignored;
    const char *path = NULL;
    bool loaded = git_oid_equal(&repository->ledger.tip, id);
    const struct ledger *present = loaded ? &repository->ledger : &listed;
    if (loaded ||
        ledger_load_list(repository, id, NULL, &listed.listing, &listed.tree, &ignored) >= 0)
        for (size_t i = 0; i < old->files.count && path == NULL; i++)
            if (!starts_as_before(repository, present, &old->files.items[i]))
                path = arena_text(arena, old->files.items[i].path);
    ledger_done(&listed);
    return path;
}

/* Returns the path, in the arena, of a file that no longer starts with the bytes that it had in the
 * commit `old`. Returns NULL if there is no such file, or `old` is missing or cannot be read. */
static const char *find_rewound(struct repository *repository, const git_oid *old,
                                const git_oid *id, struct arena *arena)
{
    struct listing listing = {0};
    struct err ignored;
    git_oid tree;
    const char *path = NULL;
    if (git_odb_exists(repository->odb, old) &&
        ledger_load_list(repository, old, &repository->ledger, &listing, &tree, &ignored) >= 0)
        path = find_changed(repository, &listing, id, arena);
    listing_done(&listing);
    return path;
}

static struct trusted_tip *find_trusted(const struct repository *repository, const char *journal)
{
    list_each (tip, &repository->trusted)
        if (text_equal(tip->branch, journal))
            return tip;
    return NULL;
}

bool journal_rewind_seen(const struct repository *repository, const char *journal, git_oid *out)
{
    const struct repository_driver *driver = repository->driver;
    const struct trusted_tip *tip = find_trusted(repository, journal);
    if (tip == NULL)
        return driver->journal_seen != NULL && driver->journal_seen(repository, journal, out);
    *out = tip->id;
    return true;
}

void journal_rewind_remember(struct repository *repository, const char *journal, const git_oid *id)
{
    struct trusted_tip *tip = find_trusted(repository, journal);
    if (repository->driver->journal_remember != NULL)
        repository->driver->journal_remember(repository, journal, id);
    if (tip == NULL) {
        tip = list_add(&repository->own, &repository->trusted);
        tip->branch = arena_text(&repository->own, journal);
    }
    tip->id = *id;
}

int journal_rewind_judge(struct repository *repository, const char *journal, const git_oid *id,
                         struct err *err)
{
    arena_scope struct arena scratch = {0};
    char hex[GIT_OID_HEXSZ + 1];
    git_oid seen;
    bool known = journal_rewind_seen(repository, journal, &seen);
    if (known && git_oid_equal(&seen, id))
        return 0;
    const char *path = known && !repository->options.accept_rewind
                           ? find_rewound(repository, &seen, id, &scratch)
                           : NULL;
    if (path != NULL)
        return err_set(err,
                       "the journal was rewound: \"%s\" no longer starts with the lines it had in "
                       "commit %s (use --accept-rewind to accept it)",
                       path, git_oid_tostr(hex, sizeof hex, &seen));
    journal_rewind_remember(repository, journal, id);
    return 0;
}
