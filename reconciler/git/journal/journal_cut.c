// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_cut.h"

#include <string.h>

#include "reconciler/git/history/ancestor.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/journal/ledger_tag.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree.h"

/* A file with a record that cites a commit outside of the branch. */
struct foreign_file {
    const char *path;
    uint64_t room; /* bytes of the file before that record */
};

struct cutting {
    struct repository *repository;
    struct arena arena;
    LIST_OF(git_oid) cited; /* each commit that a record cites, once, sorted */
    bool *own;              /* for each of them: it is part of the branch */
    LIST_OF(struct foreign_file) foreign;
    struct history history; /* of the journal */
    LIST_OF(git_oid) chain; /* the journal's commits along first parents, newest first */
};

static void cutting_done(struct cutting *cutting)
{
    history_close(&cutting->history);
    arena_done(&cutting->arena);
}

static int compare_ids(const void *a, const void *b)
{
    return git_oid_cmp(a, b);
}

static void list_cited(struct cutting *cutting)
{
    const struct ledger *ledger = &cutting->repository->ledger;
    size_t kept = 0;
    git_oid id;
    list_each (tag, &ledger->loaded.tags)
        for (size_t k = 0; k < tag->count; k++) {
            const char *commit = tag->records[k].commit;
            if (commit != NULL && git_oid_fromstr(&id, commit) == 0)
                *list_add(&cutting->arena, &cutting->cited) = id;
        }
    list_sort(&cutting->cited, compare_ids);
    for (size_t i = 0; i < cutting->cited.count; i++)
        if (kept == 0 || !git_oid_equal(&cutting->cited.items[i], &cutting->cited.items[kept - 1]))
            cutting->cited.items[kept++] = cutting->cited.items[i];
    cutting->cited.count = kept;
}

static bool is_own(const struct cutting *cutting, const struct record *record)
{
    git_oid id;
    if (record->commit == NULL || git_oid_fromstr(&id, record->commit) != 0)
        return true;
    const git_oid *found = list_find(&cutting->cited, &id, compare_ids);
    return found != NULL && cutting->own[found - cutting->cited.items];
}

/* Reads one part of a tag. Reduces *lines, and sets *out to the number of bytes of these lines, if
 * the part has more than that. Returns 1 if it has, or 0, or -1. */
static int measure_part(struct cutting *cutting, const struct ledger_part *part, size_t *lines,
                        struct foreign_file *out, struct err *err)
{
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct source_file from = {.path = part->path, .id = tree_source_id(&part->id)};
    int result = tree_read(cutting->repository->odb, &from, &bytes, err);
    if (result < 0 || result > 0)
        return -1;
    const char *at = bytes.data, *end = at != NULL ? at + bytes.length : at;
    for (; *lines > 0 && at != NULL && at < end; (*lines)--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline != NULL ? newline + 1 : end;
    }
    *out = (struct foreign_file){part->path, at != NULL ? (uint64_t)(at - bytes.data) : 0};
    return at != NULL && at < end;
}

/* Adds the part with the tag's first foreign record, which follows `own` records. Later parts did
 * not exist before that record. */
static int add_foreign(struct cutting *cutting, const struct ledger_tag *tag, size_t own,
                       struct err *err)
{
    struct foreign_file found = {0};
    int result = 0;
    for (size_t i = 0; result == 0 && i < tag->count; i++)
        result = measure_part(cutting, &tag->parts[i], &own, &found, err);
    if (result > 0)
        *list_add(&cutting->arena, &cutting->foreign) = found;
    return result < 0 ? -1 : 0;
}

static int list_foreign(struct cutting *cutting, struct err *err)
{
    const struct ledger *ledger = &cutting->repository->ledger;
    for (size_t i = 0; i < ledger->count; i++) {
        const struct tag_journal *tag = &ledger->tags[i].tag;
        size_t own = 0;
        while (own < tag->count && is_own(cutting, &tag->records[own]))
            own++;
        if (own < tag->count && add_foreign(cutting, &ledger->tags[i], own, err) < 0)
            return -1;
    }
    return 0;
}

/* Sets *out to the commit that is `back` first parents before the journal's tip. Returns 0, or 1 if
 * the journal is shorter, or -1. */
static int step_back(struct cutting *cutting, size_t back, git_oid *out, struct err *err)
{
    while (cutting->chain.count <= back) {
        commit_scope git_commit *commit = NULL;
        size_t last = cutting->chain.count - 1;
        git_oid id = cutting->chain.items[last];
        if (history_commit(&cutting->history, &id, (unsigned)last, &commit, err) < 0)
            return -1;
        if (git_commit_parentcount(commit) == 0)
            return 1;
        *list_add(&cutting->arena, &cutting->chain) = *git_commit_parent_id(commit, 0);
    }
    *out = cutting->chain.items[back];
    return 0;
}

/* Finds the blobs of the foreign files in a commit; a file that is absent gets a zero id. */
static int find_blobs(struct cutting *cutting, const git_oid *id, size_t back,
                      struct object_ids *out, struct object_ids *wanted, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    git_tree *tree = NULL;
    if (history_commit(&cutting->history, id, (unsigned)back, &commit, err) < 0)
        return -1;
    if (git_commit_tree(&tree, commit) != 0)
        return library_error(err, "the journal's commit can't be read");
    list_each (file, &cutting->foreign) {
        git_tree_entry *entry = NULL;
        git_oid *blob = list_add(&cutting->arena, &out->list);
        *blob = (git_oid){0};
        if (git_tree_entry_bypath(&entry, tree, file->path) != 0)
            continue;
        *blob = *git_tree_entry_id(entry);
        *list_add(&cutting->arena, &wanted->list) = *blob;
        git_tree_entry_free(entry);
    }
    git_tree_free(tree);
    return 0;
}

/* Returns 1 if the journal had none of the foreign records at this commit, or 0, or -1. */
static int fits(struct cutting *cutting, size_t back, struct err *err)
{
    struct object_ids blobs = {0}, wanted = {0};
    git_oid id = cutting->chain.items[back];
    if (find_blobs(cutting, &id, back, &blobs, &wanted, err) < 0 ||
        history_want(&cutting->history, &wanted, err) < 0)
        return -1;
    for (size_t i = 0; i < blobs.list.count; i++) {
        odb_object_scope git_odb_object *object = NULL;
        const git_oid *blob = &blobs.list.items[i];
        if (git_oid_is_zero(blob))
            continue;
        if (history_read(&cutting->history, blob, GIT_OBJECT_BLOB, REPOSITORY_PACK_MAX, &object,
                         err) < 0)
            return -1;
        if (git_odb_object_size(object) > cutting->foreign.items[i].room)
            return 0;
    }
    return 1;
}

/* Searches for the newest commit that fits: in growing steps back from the tip, which does not fit,
 * and then between the last two steps. */
static int search(struct cutting *cutting, struct journal_cut *out, struct err *err)
{
    size_t bad = 0, good = 1;
    git_oid id;
    for (int fit = 0; fit == 0;) {
        int result = step_back(cutting, good, &id, err);
        if (result > 0)
            good = cutting->chain.count - 1;
        fit = result < 0 ? -1 : fits(cutting, good, err);
        if (fit < 0)
            return -1;
        if (fit == 0 && result > 0) {
            out->empty = true;
            out->id = cutting->chain.items[good];
            return 0;
        }
        if (fit == 0) {
            bad = good;
            good *= 2;
        }
    }
    while (good - bad > 1) {
        size_t middle = bad + (good - bad) / 2;
        int fit = fits(cutting, middle, err);
        if (fit < 0)
            return -1;
        *(fit > 0 ? &good : &bad) = middle;
    }
    out->id = cutting->chain.items[good];
    return 0;
}

static int find_first(struct cutting *cutting, struct journal_cut *out, struct err *err)
{
    git_oid ignored;
    int result = step_back(cutting, SIZE_MAX, &ignored, err);
    out->empty = true;
    out->id = cutting->chain.items[cutting->chain.count - 1];
    return result < 0 ? -1 : 0;
}

int journal_cut_find(struct repository *repository, const git_oid *tip, const git_oid *journal,
                     struct journal_cut *out, struct err *err)
{
    CLEANUP(cutting_done)
    struct cutting cutting = {.repository = repository,
                              .history = {.repository = repository, .from = *journal}};
    struct journal_cut cut = {.journal = *journal, .id = *journal};
    *list_add(&cutting.arena, &cutting.chain) = *journal;
    if (tip != NULL) {
        cut.tip = *tip;
        struct ledger *ledger = &repository->ledger;
        for (size_t i = 0; i < ledger->count; i++)
            (void)ledger_tag_complete(repository->odb, ledger, &ledger->tags[i]);
        list_cited(&cutting);
        cutting.own = arena_array(&cutting.arena, bool, cutting.cited.count);
        if (ancestor_find(repository, tip, cutting.cited.items, cutting.cited.count, cutting.own,
                          err) < 0 ||
            list_foreign(&cutting, err) < 0)
            return -1;
    }
    if (tip == NULL ? find_first(&cutting, &cut, err) < 0
                    : cutting.foreign.count > 0 && search(&cutting, &cut, err) < 0)
        return -1;
    *out = cut;
    return 0;
}
