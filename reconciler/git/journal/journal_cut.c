// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_cut.h"

#include <string.h>

#include "reconciler/git/history/ancestor.h"
#include "reconciler/git/journal/journal_chain.h"
#include "reconciler/git/journal/journal_cut_store.h"
#include "reconciler/git/journal/journal_foreign.h"

/* How much of the last cut is still true. */
enum cut_rest {
    CUT_NOTHING,
    CUT_LEAST, /* its commit has no foreign record, but a later commit may also have none */
    CUT_ALL,   /* it is the cut */
};

/* Judges the cut for another commit of the branch: if the branch only grew, what it had is its own
 * still. The next commit of the journal stays foreign as long as the branch does not have the
 * commit that made it foreign. */
static enum cut_rest judge_tip(struct repository *repository, const git_oid *tip)
{
    const struct journal_cut *cut = &repository->cut;
    struct err ignored;
    if (git_oid_equal(&cut->tip, tip))
        return CUT_ALL;
    ancestor_scope struct ancestor_walk *branch = ancestor_open(repository, tip);
    if (ancestor_has(branch, &cut->tip, &ignored) <= 0)
        return CUT_NOTHING;
    if (git_oid_is_zero(&cut->foreign))
        return CUT_ALL;
    int own = ancestor_has(branch, &cut->foreign, &ignored);
    return own < 0 ? CUT_NOTHING : own > 0 ? CUT_LEAST : CUT_ALL;
}

/* Returns true if the journal only grew. */
static bool continues(struct repository *repository, const git_oid *journal)
{
    journal_chain_scope struct journal_chain chain;
    struct err ignored;
    journal_chain_begin(repository, journal, &chain);
    return journal_chain_has(&chain, &repository->cut.journal, &ignored) > 0;
}

static enum cut_rest judge(struct repository *repository, const git_oid *tip,
                           const git_oid *journal)
{
    const struct journal_cut *cut = &repository->cut;
    const struct repository_driver *driver = repository->driver;
    struct err ignored;
    if (git_oid_is_zero(&cut->tip))
        return CUT_NOTHING;
    enum cut_rest rest = judge_tip(repository, tip);
    if (rest != CUT_NOTHING && !git_oid_equal(&cut->journal, journal)) {
        if (!continues(repository, journal))
            return CUT_NOTHING;
        if (git_oid_is_zero(&cut->foreign))
            rest = CUT_LEAST;
    }
    if (rest == CUT_LEAST &&
        (cut->empty || (driver->journal_commit != NULL &&
                        driver->journal_commit(repository, &cut->id, &ignored) < 0)))
        return CUT_NOTHING;
    return rest;
}

/* Searches for the newest commit without a foreign record: in growing steps back from the journal's
 * tip, which has one, and then between the last two steps. */
static int search(struct journal_chain *chain, const foreign_files *files, struct journal_cut *out,
                  struct err *err)
{
    size_t bad = 0, good = 1;
    out->foreign = files->items[0].cited;
    for (int has = 1; has > 0;) {
        int result = journal_chain_reach(chain, good, err);
        if (result > 0)
            good = chain->ids.count - 1;
        has = result < 0 ? -1 : journal_foreign_has(chain, good, files, &out->foreign, err);
        if (has < 0)
            return -1;
        if (has > 0 && result > 0) {
            out->empty = true;
            out->id = chain->ids.items[good];
            return 0;
        }
        if (has > 0) {
            bad = good;
            good *= 2;
        }
    }
    while (good - bad > 1) {
        size_t middle = bad + (good - bad) / 2;
        int has = journal_foreign_has(chain, middle, files, &out->foreign, err);
        if (has < 0)
            return -1;
        *(has > 0 ? &bad : &good) = middle;
    }
    out->id = chain->ids.items[good];
    return 0;
}

/* Finds the cut. from: a commit of the journal that is known to have no foreign record, or NULL. */
static int find(struct repository *repository, const git_oid *from, struct journal_cut *out,
                struct err *err)
{
    arena_scope struct arena arena = {0};
    foreign_files files = {0};
    if (journal_foreign_find(repository, &out->tip, from, &out->journal, &arena, &files, err) < 0)
        return -1;
    if (files.count == 0)
        return 0;
    journal_chain_scope struct journal_chain chain;
    journal_chain_begin(repository, &out->journal, &chain);
    return search(&chain, &files, out, err);
}

static int find_first(struct repository *repository, struct journal_cut *out, struct err *err)
{
    journal_chain_scope struct journal_chain chain;
    journal_chain_begin(repository, &out->journal, &chain);
    int result = journal_chain_reach(&chain, SIZE_MAX, err);
    out->empty = true;
    out->id = chain.ids.items[chain.ids.count - 1];
    return result < 0 ? -1 : 0;
}

bool journal_cut_known(struct repository *repository, const git_oid *tip, const git_oid *journal)
{
    git_oid none = {0};
    journal_cut_recall(repository);
    return git_oid_equal(&repository->cut.tip, tip != NULL ? tip : &none) &&
           git_oid_equal(&repository->cut.journal, journal);
}

int journal_cut_find(struct repository *repository, const git_oid *tip, const git_oid *journal,
                     struct err *err)
{
    struct journal_cut cut = {.journal = *journal, .id = *journal}, *last = &repository->cut;
    if (journal_cut_known(repository, tip, journal))
        return 0;
    if (tip == NULL) {
        if (find_first(repository, &cut, err) < 0)
            return -1;
        *last = cut;
        return 0;
    }
    cut.tip = *tip;
    enum cut_rest rest = judge(repository, tip, journal);
    if (rest == CUT_ALL) {
        cut.id = last->id;
        cut.foreign = last->foreign;
        cut.empty = last->empty;
    } else if (find(repository, rest == CUT_LEAST ? &last->id : NULL, &cut, err) < 0) {
        return -1;
    }
    *last = cut;
    journal_cut_keep(repository);
    return 0;
}
