// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/commit_make.h"

#include <inttypes.h>
#include <string.h>

#include "reconciler/git/commit_signature.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/tree_write.h"

struct commit_making commit_making_of(struct repository *repository, struct err *err)
{
    return (struct commit_making){
        .repository = repository,
        .objects = new_objects_begin(repository->git, repository->odb,
                                     repository->driver->pushes ? &repository->pack : NULL),
        .err = err};
}

void commit_making_done(struct commit_making *making)
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

int commit_make(struct commit_making *making, const struct commit_request *request,
                const git_oid *base, bool empty, git_oid *out)
{
    commit_scope git_commit *parent = NULL;
    struct err *err = making->err;
    git_oid tree;
    moment date = request->date < 0 ? 0 : request->date;
    if (base != NULL && git_commit_lookup(&parent, making->repository->git, base) != 0)
        return library_error(err, "the commit %s can't be read", request->base);
    const git_oid *old = parent != NULL && !empty ? git_commit_tree_id(parent) : NULL;
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
