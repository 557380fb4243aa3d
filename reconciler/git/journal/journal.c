// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/objects/tree.h"

static const char foreign[] = "is not a journal file";

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

/* Notes of ours that were copied from the listing before: they are made anew. */
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
    return err_set(err, "it has more than %d files, or more than %lld MiB in them",
                   JOURNAL_FILES_MAX, journal_bytes_max >> 20);
}

/* The files of a journal's commit, sorted; what is none is noted. */
static int list_files(struct repository *repository, const git_oid *commit,
                      const struct ledger *before, struct listing *out, git_oid *tree,
                      struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct tag_journal names;
    git_commit *found = NULL;
    if (git_commit_lookup(&found, repository->git, commit) != 0)
        return library_error(err, "its commit can't be read");
    *tree = *git_commit_tree_id(found);
    git_commit_free(found);
    bool known = before != NULL && !git_oid_is_zero(&before->tree);
    if (tree_list(repository->odb, tree, any_name, known ? &before->listing : NULL,
                  known ? &before->tree : NULL, repository->options.stop, out, err) != 0)
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
        out->tag.trouble =
            arena_print(out->arena, "%s: it is longer than %d bytes", file->path, RECORD_FILE_MAX);
        return 0;
    }
    if (result < 0)
        return -1;
    record_read_file(out->arena, file->path, bytes.data != NULL ? bytes.data : "", bytes.length,
                     &out->tag);
    return 0;
}

/* Takes what the ledger before knows of this file, when it has the same bytes. */
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
        if (!take_known(before, file, &made->id, made) && decode(repository, file, made, err) != 0)
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

/* Reads the commit's files into the ledger, which is empty afterwards when that failed. */
static int load(struct repository *repository, const git_oid *tip, struct err *err)
{
    struct ledger *ledger = &repository->ledger;
    struct ledger fresh = {.tip = *tip, .seen = ledger->seen};
    int result = list_files(repository, tip, ledger, &fresh.listing, &fresh.tree, err);
    if (result == 0)
        result = load_files(repository, ledger, &fresh, err);
    ledger_done(ledger);
    if (result != 0) {
        git_oid seen = fresh.seen;
        ledger_done(&fresh);
        fresh = (struct ledger){.seen = seen};
    }
    *ledger = fresh;
    return result;
}

/* Whether what a file held is still how it begins. What can't be read can't be told. */
static bool goes_on(struct repository *repository, const struct source_file *old)
{
    struct ledger *ledger = &repository->ledger;
    arena_scope struct arena scratch = {0};
    text_scope struct text was = text_of(RECORD_FILE_MAX), is = text_of(RECORD_FILE_MAX);
    struct tag_journal tag;
    struct err ignored;
    const struct ledger_file *file = ledger_find(ledger, old->path);
    if (!record_path_parse(&scratch, old->path, &tag) ||
        (file != NULL && memcmp(file->id.id, old->id.bytes, GIT_OID_RAWSZ) == 0))
        return true;
    if (tree_read(repository->odb, old, &was, &ignored) != 0)
        return true;
    /* A file in trouble may have been put right by a person. */
    record_read_file(&scratch, old->path, was.data != NULL ? was.data : "", was.length, &tag);
    if (tag.trouble != NULL)
        return true;
    if (file == NULL)
        return false;
    struct source_file now = {.path = old->path, .id = tree_source_id(&file->id)};
    return tree_read(repository->odb, &now, &is, &ignored) != 0 ||
           (is.length >= was.length && memcmp(is.data, was.data, was.length) == 0);
}

/* Whether the journal at hand lacks what it held at `old`, and in which file. Content is compared:
 * a shallow cache has no history to be asked. */
static const char *what_went_back(struct repository *repository, const git_oid *old,
                                  struct arena *arena)
{
    struct listing listing = {0};
    struct err ignored;
    git_oid tree;
    const char *path = NULL;
    if (git_odb_exists(repository->odb, old) &&
        list_files(repository, old, &repository->ledger, &listing, &tree, &ignored) == 0)
        for (size_t i = 0; i < listing.files.count && path == NULL; i++)
            if (!goes_on(repository, &listing.files.items[i]))
                path = arena_text(arena, listing.files.items[i].path);
    listing_done(&listing);
    return path;
}

/* The tip that was relied upon last, as far as anybody remembers; NULL: nobody does. */
static const git_oid *remembered(const struct repository *repository)
{
    const struct repository_driver *driver = repository->driver;
    const git_oid *id =
        driver->journal_seen != NULL ? driver->journal_seen(repository) : &repository->ledger.seen;
    return git_oid_is_zero(id) ? NULL : id;
}

static void remember(struct repository *repository, const git_oid *tip)
{
    repository->ledger.seen = *tip;
    if (repository->driver->journal_remember != NULL)
        repository->driver->journal_remember(repository, tip);
}

PRINTF_LIKE(2, 3)
static const struct journal *unknown(struct ledger *ledger, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(ledger->why, sizeof ledger->why, format, arguments);
    va_end(arguments);
    ledger->value = (struct journal){.state = JOURNAL_UNKNOWN, .why = ledger->why};
    return &ledger->value;
}

/* The branch is not there: was it ever? */
static enum journal_state absent_state(struct repository *repository)
{
    return remembered(repository) != NULL || history_names_journal(repository) ? JOURNAL_LOST
                                                                               : JOURNAL_NEW;
}

/* A damaged cache is made anew once, as for files of the branch. */
static int load_or_renew(struct repository *repository, const git_oid *id, struct err *err)
{
    struct err ignored;
    struct tip tip;
    int result = load(repository, id, err);
    if (result == 0 || repository->driver->renew == NULL || repository_stopped(repository))
        return result;
    if (repository->driver->renew(repository, &ignored) != 0 ||
        repository->driver->tips(repository, &tip, &ignored) != 0 ||
        !git_odb_exists(repository->odb, id))
        return result;
    return load(repository, id, err);
}

static const struct journal *read_journal(struct repository *repository, const git_oid *id)
{
    arena_scope struct arena scratch = {0};
    struct ledger *ledger = &repository->ledger;
    struct err err = {0};
    char hex[GIT_OID_HEXSZ + 1];
    bool advisory = repository->driver->journal_advisory;
    struct tip tip = {.exists = true, .id = *id};
    if (repository->odb == NULL && git_repository_odb(&repository->odb, repository->git) != 0)
        return unknown(ledger, "its objects can't be opened");
    if (!git_oid_equal(&ledger->tip, id) && load_or_renew(repository, id, &err) != 0)
        return unknown(ledger, "%s", err.message);
    if (!advisory && commit_signature_judge(repository, &tip, &err) != 0)
        return unknown(ledger, "%s", err.message);
    const git_oid *old = advisory ? NULL : remembered(repository);
    bool same = advisory || (old != NULL && git_oid_equal(old, id));
    bool judged = !same && old != NULL && !repository->options.accept_rewind;
    const char *path = judged ? what_went_back(repository, old, &scratch) : NULL;
    if (path != NULL)
        return unknown(ledger,
                       "the journal was rewound: \"%s\" no longer starts with the lines it had in "
                       "commit %s (use --accept-rewind to accept it)",
                       path, git_oid_tostr(hex, sizeof hex, old));
    if (!same)
        remember(repository, id);
    ledger->value = ledger->loaded;
    ledger->value.state = JOURNAL_READ;
    ledger->value.commit = git_oid_tostr(ledger->commit, sizeof ledger->commit, id);
    ledger->value.advisory = advisory;
    return &ledger->value;
}

const struct journal *repository_journal(struct repository *repository)
{
    struct ledger *ledger = &repository->ledger;
    const struct journal_tip *tip = &repository->tip.journal;
    if (tip->state == JOURNAL_READ)
        return read_journal(repository, &tip->id);
    git_oid seen = ledger->seen;
    ledger_done(ledger);
    ledger->seen = seen;
    if (tip->state == JOURNAL_UNKNOWN)
        return unknown(ledger, "%s", tip->why);
    ledger->value.state = tip->state == JOURNAL_NEW ? absent_state(repository) : JOURNAL_NOT_KEPT;
    return &ledger->value;
}

const struct repository_note *repository_journal_notes(const struct repository *repository,
                                                       size_t *count)
{
    *count = repository->ledger.listing.notes.count;
    return repository->ledger.listing.notes.items;
}
