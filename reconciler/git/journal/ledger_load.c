// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_load.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

static const char foreign[] = "is not a journal file";

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

/* Drops the notes with the reason `foreign` that tree_list copied from the previous listing,
 * because ledger_load_list adds them again. */
static void drop_foreign(struct listing *listing)
{
    size_t kept = 0;
    for (size_t i = 0; i < listing->notes.count; i++) {
        if (listing->notes.items[i].reason == foreign)
            continue;
        listing->note_paths.items[kept] = listing->note_paths.items[i];
        listing->notes.items[kept++] = listing->notes.items[i];
    }
    listing->notes.count = listing->note_paths.count = kept;
}

static int too_large(struct err *err)
{
    return err_set(err, "the journal has more than %d files, or more than %lld MiB in its files",
                   JOURNAL_FILES_MAX, journal_bytes_max >> 20);
}

int ledger_load_list(struct repository *repository, const git_oid *commit,
                     const struct ledger *before, struct listing *out, git_oid *tree,
                     struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct tag_journal names;
    commit_scope git_commit *found = NULL;
    if (git_commit_lookup(&found, repository->git, commit) != 0)
        return library_error(err, "the journal's commit can't be read");
    *tree = *git_commit_tree_id(found);
    bool known = before != NULL && !git_oid_is_zero(&before->tree);
    if (tree_list(repository->odb, tree, any_name, known ? &before->listing : NULL,
                  known ? &before->tree : NULL, repository->options.stop, out, err) < 0)
        return -1;
    drop_foreign(out);
    list_each (file, &out->files) {
        if (!record_path_parse(&scratch, file->path, &names)) {
            if (!text_equal(file->path, "README.md"))
                listing_note(out, file->path, foreign);
            continue;
        }
        arena_clear(&scratch);
    }
    return out->files.count > JOURNAL_FILES_MAX ? too_large(err) : 0;
}

/* Decodes a file. A file that is too long gets an error instead of records. */
static int decode(struct repository *repository, const struct source_file *file,
                  struct ledger_file *out, struct err *err)
{
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    out->arena = memory_must(calloc(1, sizeof *out->arena));
    out->arena->first = 512;
    int result = tree_read(repository->odb, file, &bytes, err);
    out->size = result > 0 ? RECORD_FILE_MAX : bytes.length;
    if (result > 0) {
        (void)record_path_parse(out->arena, file->path, &out->tag);
        out->tag.trouble = arena_print(out->arena, "%s: the file is longer than %d bytes",
                                       file->path, RECORD_FILE_MAX);
        return 0;
    }
    if (result < 0)
        return -1;
    record_read_file(out->arena, file->path, bytes.data != NULL ? bytes.data : "", bytes.length,
                     &out->tag);
    return 0;
}

/* Moves the decoded file from the previous ledger if it has the same bytes. Returns false if not.
 */
static bool take_known(struct ledger *before, const struct source_file *file, const git_oid *id,
                       struct ledger_file *out)
{
    struct ledger_file *known = (struct ledger_file *)(uintptr_t)ledger_find(before, file->path);
    if (known == NULL || known->arena == NULL || !git_oid_equal(&known->id, id))
        return false;
    out->arena = known->arena;
    out->tag = known->tag;
    out->size = known->size;
    known->arena = NULL;
    return true;
}

/* Decodes the listed files, and sorts their tags. */
static int load_files(struct repository *repository, struct ledger *before, struct ledger *fresh,
                      struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct tag_journal names;
    long long bytes = 0;
    fresh->files = memory_must(calloc(fresh->listing.files.count + 1, sizeof *fresh->files));
    list_each (file, &fresh->listing.files) {
        if (!record_path_parse(&scratch, file->path, &names))
            continue;
        arena_clear(&scratch);
        struct ledger_file *made = &fresh->files[fresh->count++];
        made->path = file->path;
        memcpy(made->id.id, file->id.bytes, GIT_OID_RAWSZ);
        if (!take_known(before, file, &made->id, made) && decode(repository, file, made, err) < 0)
            return -1;
        bytes += (long long)made->size;
        if (bytes > journal_bytes_max)
            return too_large(err);
    }
    for (size_t i = 0; i < fresh->count; i++)
        *list_add(&fresh->arena, &fresh->loaded.tags) = fresh->files[i].tag;
    list_sort(&fresh->loaded.tags, tag_journal_compare);
    return 0;
}

int ledger_load(struct repository *repository, const git_oid *tip, struct err *err)
{
    struct ledger *ledger = &repository->ledger;
    struct ledger fresh = {.tip = *tip, .seen = ledger->seen};
    int result = ledger_load_list(repository, tip, ledger, &fresh.listing, &fresh.tree, err);
    if (result >= 0)
        result = load_files(repository, ledger, &fresh, err);
    ledger_done(ledger);
    if (result < 0) {
        git_oid seen = fresh.seen;
        ledger_done(&fresh);
        fresh = (struct ledger){.seen = seen};
    }
    *ledger = fresh;
    return result;
}
