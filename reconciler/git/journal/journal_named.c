// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_named.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/history/history.h"
#include "reconciler/git/journal/journal_identity.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/own_commit.h"

enum { NAMED_MAX = 1000 }; /* commits that are searched for a trailer */

/* Returns true if the commit names a journal of the wanted kind. */
static bool names(const git_commit *commit, const char *branch, bool other,
                  struct named_journal *out)
{
    arena_scope struct arena arena = {0};
    const char *named, *id = own_commit_journal_of(&arena, git_commit_message(commit), &named);
    if (id == NULL || text_equal(named, branch) == other || !branch_valid(named) ||
        !commit_text_own(commit, named))
        return false;
    *out = (struct named_journal){0};
    snprintf(out->branch, sizeof out->branch, "%s", named);
    return text_equal(id, "new") ||
           (strlen(id) == GIT_OID_HEXSZ && git_oid_fromstr(&out->id, id) == 0);
}

int journal_named_find(struct repository *repository, const git_oid *tip, bool other,
                       struct named_journal *out, struct err *err)
{
    history_scope struct history history = {.repository = repository, .from = *tip};
    git_oid id = *tip;
    for (unsigned back = 0; back < NAMED_MAX; back++) {
        commit_scope git_commit *commit = NULL;
        int result = history_find_commit(&history, &id, back, &commit, err);
        if (result < 0 || result > 0)
            return result < 0 ? -1 : 0;
        if (names(commit, repository->tip.branch, other, out))
            return 1;
        if (git_commit_parentcount(commit) == 0)
            return 0;
        id = *git_commit_parent_id(commit, 0);
    }
    return 0;
}

int journal_named_has(struct repository *repository, const char *id, struct err *err)
{
    const struct journal_tip *journal = &repository->tip.journal;
    struct journal_member *last = &repository->member;
    struct journal_member asked = {.journal = journal->id};
    git_oid at = journal->id;
    if (text_equal(id, "new"))
        return journal->state == JOURNAL_NEW;
    if (journal->state != JOURNAL_READ || strlen(id) != GIT_OID_HEXSZ ||
        git_oid_fromstr(&asked.commit, id) != 0)
        return 0;
    if (git_oid_equal(&last->journal, &asked.journal) &&
        git_oid_equal(&last->commit, &asked.commit))
        return last->has;
    if (journal_identity_walk(repository, &at, &asked.commit, &asked.has, err) < 0 && !asked.has)
        return -1;
    *last = asked;
    return asked.has;
}
