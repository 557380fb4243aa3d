// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/commit_write.h"

#include <inttypes.h>
#include <string.h>

#include "reconciler/git/commit_signature.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_append.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/new_objects.h"
#include "reconciler/git/objects/tree_write.h"
#include "reconciler/git/refs/ref.h"

struct commit_making {
    struct repository *repository;
    struct new_objects objects;
    struct err *err;
};

static void making_done(struct commit_making *making)
{
    new_objects_close(&making->objects);
}

static int check_identity(const struct identity *who, struct err *err)
{
    if (text_blank(who->name) || text_blank(who->email))
        return err_set(err, "a commit needs a name and an email address");
    for (const char *const *text = (const char *const[]){who->name, who->email, NULL};
         *text != NULL; text++)
        for (const unsigned char *at = (const unsigned char *)*text; *at; at++)
            if (*at < 0x20 || *at == 0x7f || *at == '<' || *at == '>')
                return err_set(err, "\"%s\" can't be a name or an email address in a commit",
                               *text);
    return 0;
}

/* Returns the bytes of the commit, not yet signed. */
static const char *print_commit(struct arena *arena, const struct commit_request *request,
                                moment date, const git_oid *base, const git_oid *tree)
{
    char hex[GIT_OID_HEXSZ + 1];
    const char *parent = "", *message = request->message;
    const struct identity *author = &request->author, *committer = &request->committer;
    if (base != NULL)
        parent = arena_print(arena, "parent %s\n", git_oid_tostr(hex, sizeof hex, base));
    return arena_print(
        arena,
        "tree %s\n%sauthor %s <%s> %" PRId64 " +0000\ncommitter %s <%s> %" PRId64 " +0000\n\n%s%s",
        git_oid_tostr(hex, sizeof hex, tree), parent, author->name, author->email, date,
        committer->name, committer->email, date, message, text_ends(message, "\n") ? "" : "\n");
}

static int write_commit(struct commit_making *making, const struct commit_request *request,
                        moment date, const git_oid *base, const git_oid *tree, git_oid *out)
{
    struct arena *arena = &making->objects.arena;
    struct err *err = making->err;
    if (check_identity(&request->author, err) < 0 || check_identity(&request->committer, err) < 0)
        return -1;
    if (strlen(request->message) > REPOSITORY_MESSAGE_MAX)
        return err_set(err, "the commit message is longer than %d bytes", REPOSITORY_MESSAGE_MAX);
    const char *bytes = print_commit(arena, request, date, base, tree);
    if (commit_signature_make(making->repository, arena, &bytes, err) < 0)
        return -1;
    if (new_objects_write(&making->objects, bytes, strlen(bytes), GIT_OBJECT_COMMIT, out) != 0)
        return library_error(err, "the commit can't be written");
    return 0;
}

/* Makes a commit. Returns 0 with its id, or 1 if it would change nothing, or -1. */
static int make_commit(struct commit_making *making, const struct commit_request *request,
                       const git_oid *base, git_oid *out)
{
    commit_scope git_commit *parent = NULL;
    struct err *err = making->err;
    git_oid tree;
    moment date = request->date < 0 ? 0 : request->date;
    if (base != NULL && git_commit_lookup(&parent, making->repository->git, base) != 0)
        return library_error(err, "the commit %s can't be read", request->base);
    const git_oid *old = parent != NULL ? git_commit_tree_id(parent) : NULL;
    if (parent != NULL && git_commit_time(parent) > date &&
        git_commit_time(parent) <= COMMIT_DATE_MAX)
        date = git_commit_time(parent);
    if (request->count == 0)
        return 1;
    if (tree_write(&making->objects, old, request->edits, request->count, &tree, err) < 0)
        return -1;
    if (old != NULL && git_oid_equal(old, &tree))
        return 1;
    return write_commit(making, request, date, base, &tree, out);
}

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

/* Makes the commit of one step. Leaves the step as it is if the commit would change nothing. */
static int make_step(struct commit_making *making, const struct commit_request *request,
                     struct new_commit *commit, struct ref_step *step)
{
    const git_oid *base = NULL;
    if (request->base != NULL) {
        if (strlen(request->base) != GIT_OID_HEXSZ ||
            git_oid_fromstr(&commit->base, request->base) != 0)
            return err_set(making->err, "\"%s\" is not a commit ID", request->base);
        base = &commit->base;
    }
    int result = make_commit(making, request, base, &commit->id);
    if (result == 0) {
        step->from = base;
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
    struct commit_request given = *request, records;
    branch->ref = branch_ref(out->ref, repository->tip.branch);
    journal->ref = BRANCH_JOURNAL_REF;
    journal_append_begin(&append, repository, &making->objects.arena, &given);
    if (make_step(making, &given, &out->commits[STEP_BRANCH], branch) < 0)
        return -1;
    const char *commit = branch->to != NULL ? git_oid_tostr(hex, sizeof hex, branch->to) : NULL;
    if (journal_append_make(&append, commit, &records, making->err) < 0)
        return -1;
    if (records.count == 0)
        return 0;
    return make_step(making, &records, &out->commits[STEP_JOURNAL], journal) < 0
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
    if (text_equal(repository->tip.branch, JOURNAL_BRANCH)) {
        err_set(err, "\"%s\" is the journal's branch", JOURNAL_BRANCH);
        return err_hint(err, "name another branch with --branch");
    }
    return 0;
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
    CLEANUP(making_done)
    struct commit_making making = {
        .repository = repository,
        .objects = {.git = repository->git,
                    .odb = repository->odb,
                    .pushed = repository->driver->pushes ? &repository->pack : NULL},
        .err = err};
    if (check_place(repository, err) < 0)
        return -1;
    if (write_and_move(&making, request, &made) < 0)
        return err_wrap(err, "committing to \"%s\"", repository->location.name);
    *out = made;
    return 0;
}
