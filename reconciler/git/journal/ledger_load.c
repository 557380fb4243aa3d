// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_load.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/git/journal/ledger_store.h"
#include "reconciler/git/journal/ledger_tag.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

static const char foreign[] = "is not a journal file";

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

/* Drops the notes that tree_list copied from the previous listing and that ledger_load_list adds
 * again. */
static void drop_own_notes(struct listing *listing)
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

int ledger_load_list(struct repository *repository, const git_oid *commit,
                     const struct ledger *before, struct listing *out, git_oid *tree,
                     struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct tag_journal names;
    unsigned part;
    commit_scope git_commit *found = NULL;
    if (git_commit_lookup(&found, repository->git, commit) != 0)
        return library_error(err, "the journal's commit can't be read");
    *tree = *git_commit_tree_id(found);
    bool known = before != NULL && !git_oid_is_zero(&before->tree);
    if (tree_list(repository->odb, tree, any_name, known ? &before->listing : NULL,
                  known ? &before->tree : NULL, repository->options.stop, out, err) < 0)
        return -1;
    drop_own_notes(out);
    list_each (file, &out->files) {
        if (!record_path_parse(&scratch, file->path, &names, &part)) {
            if (!text_equal(file->path, "README.md"))
                listing_note(out, file->path, foreign);
            continue;
        }
        arena_clear(&scratch);
    }
    return 0;
}

/* A part, and the tag that it belongs to. */
struct named_part {
    struct tag_journal names;
    struct ledger_part part;
};
typedef LIST_OF(struct named_part) named_parts;

static int by_tag_and_number(const void *left, const void *right)
{
    const struct named_part *a = left, *b = right;
    int order = tag_journal_compare(&a->names, &b->names);
    return order != 0 ? order
                      : (a->part.number > b->part.number) - (a->part.number < b->part.number);
}

/* Lists the parts of all tags, sorted by tag and number. */
static void list_parts(struct ledger *ledger, struct arena *scratch, named_parts *out)
{
    struct named_part made;
    list_each (file, &ledger->listing.files) {
        if (!record_path_parse(&ledger->arena, file->path, &made.names, &made.part.number))
            continue;
        made.part.path = file->path;
        memcpy(made.part.id.id, file->id.bytes, GIT_OID_RAWSZ);
        *list_add(scratch, out) = made;
    }
    list_sort(out, by_tag_and_number);
}

/* Sets the ledger's tags, each with its parts. */
static void group_parts(struct ledger *ledger)
{
    arena_scope struct arena scratch = {0};
    named_parts named = {0};
    list_parts(ledger, &scratch, &named);
    struct ledger_part *parts = arena_array(&ledger->arena, struct ledger_part, named.count + 1);
    ledger->tags = memory_must(calloc(named.count + 1, sizeof *ledger->tags));
    for (size_t i = 0; i < named.count; i++) {
        const struct tag_journal *names = &named.items[i].names;
        bool same = i > 0 && tag_journal_compare(&named.items[i - 1].names, names) == 0;
        parts[i] = named.items[i].part;
        if (!same)
            ledger->tags[ledger->count++] = (struct ledger_tag){.tag = *names, .parts = &parts[i]};
        ledger->tags[ledger->count - 1].count++;
    }
}

static bool same_parts(const struct ledger_tag *a, const struct ledger_tag *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!git_oid_equal(&a->parts[i].id, &b->parts[i].id))
            return false;
    return true;
}

/* Moves the records from the ledger in which the tag was proved last, if its files are the same.
 * Returns false if not. */
static bool take_known(struct ledger_tag *known, struct ledger_tag *out)
{
    if (known == NULL || known->taken || !same_parts(known, out))
        return false;
    out->tag.records = known->tag.records;
    out->tag.count = known->tag.count;
    out->tag.recent = known->tag.recent;
    out->tag.late = known->tag.late;
    out->tag.late_count = known->tag.late_count;
    out->tag.absent = known->tag.absent;
    out->tag.trouble = known->tag.trouble;
    out->arena = known->arena;
    out->late_part = known->late_part;
    out->late_from = known->late_from;
    out->chain = known->chain;
    out->size = known->size;
    known->arena = NULL;
    known->taken = true;
    return true;
}

/* Proves the tags. before: the ledger in which they were proved last. */
static int load_files(struct repository *repository, struct ledger *before, struct ledger *fresh,
                      struct err *err)
{
    group_parts(fresh);
    fresh->changed = before->changed || before->count != fresh->count;
    for (size_t i = 0; i < fresh->count; i++) {
        struct ledger_tag *tag = &fresh->tags[i];
        struct ledger_tag *known = (struct ledger_tag *)(uintptr_t)ledger_find(
            before, tag->tag.environment, tag->tag.stream, tag->tag.tag);
        if (!take_known(known, tag)) {
            fresh->changed = true;
            if (ledger_tag_prove(repository->odb, tag, known, err) < 0)
                return -1;
        }
        *list_add(&fresh->arena, &fresh->loaded.tags) = tag->tag;
    }
    return 0;
}

int ledger_load(struct repository *repository, const git_oid *tip, struct err *err)
{
    struct ledger *ledger = &repository->ledger;
    struct ledger fresh = {.tip = *tip};
    int result = ledger_load_list(repository, tip, ledger, &fresh.listing, &fresh.tree, err);
    struct ledger kept;
    ledger_store_recall(repository, &kept);
    if (result >= 0)
        result = load_files(repository, kept.count > 0 ? &kept : ledger, &fresh, err);
    ledger_done(&kept);
    ledger_done(ledger);
    if (result < 0)
        ledger_done(&fresh);
    *ledger = fresh;
    if (result >= 0)
        ledger_store_keep(repository);
    return result;
}

int ledger_load_check(const struct ledger *ledger, struct err *err)
{
    if (ledger->listing.notes.count == 0)
        return 0;
    const struct source_note *note = &ledger->listing.notes.items[0];
    return err_set(err, "this is not the commit of a journal: \"%s\" %s", note->path, note->reason);
}
