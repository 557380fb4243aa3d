// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/commit_write.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/commit_make.h"
#include "reconciler/git/journal/journal_append.h"
#include "reconciler/git/refs/ref.h"

struct new_commit {
    git_oid base, id;
};

enum { STEP_BRANCH, STEP_JOURNAL, STEP_COUNT }; /* in the order in which the refs are moved */

/* The commits of one write, and the refs that move to them. */
struct new_commits {
    struct ref_step steps[STEP_COUNT];
    struct new_commit commits[STEP_COUNT];
    char ref[BRANCH_REF_MAX]; /* the branch's ref */
};

/* How a step's commit relates to its parent. */
enum step_kind {
    STEP_CONTINUES, /* the ref is at the parent */
    STEP_BEGINS,    /* the ref does not exist yet */
    STEP_EMPTY,     /* the same, and the commit has none of the parent's files */
};

/* Makes the commit of one step. Leaves the step as it is if the commit would change nothing. */
static int make_step(struct commit_making *making, const struct commit_request *request,
                     enum step_kind kind, struct new_commit *commit, struct ref_step *step)
{
    const git_oid *base = NULL;
    if (request->base != NULL) {
        if (strlen(request->base) != GIT_OID_HEXSZ ||
            git_oid_fromstr(&commit->base, request->base) != 0)
            return err_set(making->err, "\"%s\" is not a commit ID", request->base);
        base = &commit->base;
    }
    int result = commit_make(making, request, base, kind == STEP_EMPTY, &commit->id);
    if (result == 0) {
        step->from = kind == STEP_CONTINUES ? base : NULL;
        step->to = &commit->id;
    }
    return result < 0 ? -1 : 0;
}

/* Makes the branch's commit, and then the journal's commit, because its records name the branch's
 * commit. Stores neither. */
static int make_commits(struct commit_making *making, const struct commit_request *request,
                        struct new_commits *out)
{
    char hex[GIT_OID_HEXSZ + 1];
    struct repository *repository = making->repository;
    struct ref_step *branch = &out->steps[STEP_BRANCH], *journal = &out->steps[STEP_JOURNAL];
    struct journal_append append = {0};
    struct commit_request given = *request;
    struct journal_request records;
    branch->ref = branch_ref(out->ref, repository->tip.branch);
    journal_append_begin(&append, repository, &making->objects.arena, &given);
    if (make_step(making, &given, STEP_CONTINUES, &out->commits[STEP_BRANCH], branch) < 0)
        return -1;
    const char *commit = branch->to != NULL ? git_oid_tostr(hex, sizeof hex, branch->to) : NULL;
    if (journal_append_make(&append, commit, &records, making->err) < 0)
        return -1;
    if (records.request.count == 0)
        return 0;
    journal->ref = records.ref;
    enum step_kind kind = records.empty    ? STEP_EMPTY
                          : records.begins ? STEP_BEGINS
                                           : STEP_CONTINUES;
    return make_step(making, &records.request, kind, &out->commits[STEP_JOURNAL], journal) < 0
               ? err_wrap(making->err, "writing the journal")
               : 0;
}

static int check_place(const struct repository *repository, struct err *err)
{
    if (repository->driver->in_place)
        return err_set(err, "\"%s\" is edited in place, not by commits", repository->location.name);
    if (!*repository->tip.branch) {
        err_set(err, "\"%s\" is not on a branch", repository->location.name);
        return err_hint(err, "name a branch with --branch");
    }
    return 0;
}

/* Returns false, with a refusal, if git can't create the journal's branch because of the name of
 * another branch. A branch "weir-journal" also stops a run that has no records. */
static bool check_barrier(const struct repository *repository, const struct ref_step *journal,
                          struct write_outcome *out)
{
    const struct journal_tip *tip = &repository->tip.journal;
    bool plain = tip->state == JOURNAL_UNKNOWN;
    if (*tip->barrier == '\0' || (journal->to == NULL && !plain))
        return true;
    out->result = WRITE_REFUSED;
    if (plain)
        snprintf(out->words, sizeof out->words, "%.500s", tip->why);
    else
        snprintf(out->words, sizeof out->words,
                 "the journal's branch \"%s\" can't be created while there is a branch \"%s\": "
                 "rename or delete that branch",
                 branch_of_ref(journal->ref), tip->barrier);
    return false;
}

static int write_and_move(struct commit_making *making, const struct commit_request *request,
                          struct write_outcome *out)
{
    struct new_commits new = {0};
    struct ref_steps steps = {new.steps, STEP_COUNT};
    const struct ref_step *branch = &new.steps[STEP_BRANCH], *journal = &new.steps[STEP_JOURNAL];
    struct repository *repository = making->repository;
    if (make_commits(making, request, &new) < 0)
        return -1;
    if (branch->to == NULL && journal->to == NULL)
        return 0;
    if (!check_barrier(repository, journal, out))
        return 0;
    if (new_objects_store(&making->objects, making->err) < 0 ||
        repository->driver->move(repository, &steps, out, making->err) < 0)
        return -1;
    if (out->result == WRITE_DONE && branch->moved)
        git_oid_tostr(out->commit, sizeof out->commit, branch->to);
    if (out->result == WRITE_DONE && journal->moved)
        git_oid_tostr(out->journal, sizeof out->journal, journal->to);
    return 0;
}

int commit_write(struct repository *repository, const struct commit_request *request,
                 struct write_outcome *out, struct err *err)
{
    struct write_outcome made = {.result = WRITE_NOTHING};
    commit_making_scope struct commit_making making = commit_making_of(repository, err);
    if (check_place(repository, err) < 0)
        return -1;
    if (write_and_move(&making, request, &made) < 0)
        return err_wrap(err, "committing to \"%s\"", repository->location.name);
    *out = made;
    return 0;
}
