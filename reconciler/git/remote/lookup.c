// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/lookup.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/refs/local_commit.h"
#include "reconciler/git/remote/ancestry.h"
#include "reconciler/git/remote/remote_fetch.h"
#include "reconciler/git/remote/remote_tip.h"
#include "reconciler/git/wire/ls_refs.h"

/* The parts of a name: "main~2" begins with "main", and "~2" are its steps. */
struct revision_lookup {
    const char *name, *steps;
    char begin[REVISION_MAX];
    struct tip *out;
};

/* Finds the ref that the beginning names; *out is NULL if there is none. If several refs match, the
 * first in git's order counts. */
static int find_ref(struct remote *remote, const struct revision_lookup *lookup,
                    const struct served_ref **out, struct err *err)
{
    const char *begin = lookup->begin;
    bool whole = text_equal(begin, "HEAD") || text_starts(begin, "refs/");
    const char *names[] = {whole ? begin : arena_print(&remote->with.arena, "refs/tags/%s", begin),
                           arena_print(&remote->with.arena, BRANCH_PREFIX "%s", begin)};
    size_t count = whole ? 1 : 2;
    struct served served;
    if (ls_refs_ask(&remote->with, names, count, &served, err) < 0)
        return -1;
    *out = NULL;
    for (size_t i = 0; i < count && *out == NULL; i++)
        *out = served_find(&served, names[i]);
    return 0;
}

/* Finds a commit by the beginning of its id. A server can't be asked for that, so the cache is
 * searched: once before and once after HEAD is fetched. */
static int find_short(struct remote *remote, const struct revision_lookup *lookup, git_oid *out,
                      struct err *err)
{
    git_repository *git = remote->repository->git;
    const struct served_ref *head;
    struct revision_lookup of_head = {.begin = "HEAD"};
    if (local_commit_find(git, lookup->begin, out))
        return 0;
    if (find_ref(remote, &of_head, &head, err) < 0)
        return -1;
    if (head != NULL && !git_oid_is_zero(&head->id)) {
        git_oid id = head->id;
        if (remote_fetch_commit(remote, "HEAD", &id, err) < 0)
            return -1;
    }
    if (local_commit_find(git, lookup->begin, out))
        return 0;
    err_set(err, "the commit \"%s\" was not fetched", lookup->name);
    return err_hint(err, "name the full ID of the commit, a branch or a tag");
}

/* Finds the commit that the beginning names. Sets *branch if the beginning is a branch or HEAD. */
static int find_begin(struct remote *remote, const struct revision_lookup *lookup,
                      const char **branch, git_oid *out, struct err *err)
{
    const char *begin = lookup->begin;
    const struct served_ref *ref;
    struct tip empty = {0};
    if (find_ref(remote, lookup, &ref, err) < 0)
        return -1;
    if (ref != NULL && !git_oid_is_zero(&ref->id)) {
        const char *target = ref->target != NULL ? ref->target : ref->name;
        *out = git_oid_is_zero(&ref->peeled) ? ref->id : ref->peeled;
        *branch = branch_of_ref(target);
        return 0;
    }
    if (local_commit_is_id(begin))
        return strlen(begin) == GIT_OID_HEXSZ ? git_oid_fromstr(out, begin)
                                              : find_short(remote, lookup, out, err);
    if (remote_tip_absent(remote, text_equal(begin, "HEAD") ? NULL : begin, &empty, err) < 0)
        return -1;
    return err_set(err, "the repository is empty");
}

/* Moves *id to the commit that the lookup's steps lead to. Looks for that commit in the cache, or
 * otherwise in a history that is fetched from the server. */
static int follow(struct remote *remote, const struct revision_lookup *lookup, git_oid *id,
                  struct err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid from = *id;
    git_oid_tostr(hex, sizeof hex, &from);
    const char *text = arena_print(&remote->with.arena, "%s%s", hex, lookup->steps);
    if (local_commit_find(remote->repository->git, text, id))
        return 0;
    return ancestry_follow(remote, &from, lookup->steps, id, err);
}

static int talk(struct remote *remote, void *context, struct err *err)
{
    const struct revision_lookup *lookup = context;
    const char *branch = NULL;
    struct tip tip = {.exists = true};
    if (find_begin(remote, lookup, &branch, &tip.id, err) < 0)
        return -1;
    if (*lookup->steps != '\0') {
        if (follow(remote, lookup, &tip.id, err) < 0)
            return -1;
        branch = NULL;
    }
    if (remote_fetch_commit(remote, lookup->name, &tip.id, err) < 0) {
        if (err->hint[0] == '\0' && local_commit_is_id(lookup->begin))
            err_hint(err, "name a branch or a tag: the server may refuse other commits");
        return -1;
    }
    if (branch != NULL && strlen(branch) < sizeof tip.branch)
        strcpy(tip.branch, branch);
    *lookup->out = tip;
    return 0;
}

static int fetch_tip(struct remote *remote, void *context, struct err *err)
{
    return remote_tip_ask(remote, true, context, err);
}

/* Fetches the tip of the branch with which the revision begins, or of HEAD's branch if the revision
 * begins with HEAD or an id. */
static int ask_branch(struct remote *remote, const struct revision_lookup *lookup, struct tip *out,
                      struct err *err)
{
    const char *named = remote->repository->branch, *branch = branch_of_ref(lookup->begin);
    branch = branch != NULL ? branch : lookup->begin;
    if (text_equal(branch, "HEAD") || local_commit_is_id(lookup->begin))
        branch = NULL;
    if (branch != NULL && !branch_valid(branch))
        return err_set(err, "\"%s\" is not a valid branch name", branch);
    remote->repository->branch = branch;
    int result = remote_talk_with_cache(remote, fetch_tip, out, err);
    remote->repository->branch = named;
    return result;
}

/* For a server without version 2: finds the commit in the branch's history, which is fetched
 * together with the branch. */
static int find_in_branch(struct remote *remote, const struct revision_lookup *lookup,
                          struct tip *out, struct err *err)
{
    char text[GIT_OID_HEXSZ + REVISION_MAX + 1];
    bool id = local_commit_is_id(lookup->begin);
    git_oid found;
    if (ask_branch(remote, lookup, out, err) < 0)
        return -1;
    if (!out->exists)
        return err_set(err, "the repository is empty");
    if (!id && *lookup->steps == '\0')
        return 0;
    git_oid_tostr(text, GIT_OID_HEXSZ + 1, &out->id);
    snprintf(text + GIT_OID_HEXSZ, sizeof text - GIT_OID_HEXSZ, "%s", lookup->steps);
    if (!local_commit_find(remote->repository->git, id ? lookup->name : text, &found)) {
        err_set(err, "the commit \"%s\" was not fetched", lookup->name);
        return err_hint(err, "name a branch, or use a clone that has the commit");
    }
    *out = (struct tip){.exists = true, .id = found};
    return 0;
}

int lookup_commit(struct remote *remote, const char *name, struct tip *out, struct err *err)
{
    size_t length = strcspn(name, "~^");
    struct revision_lookup lookup = {.name = name, .steps = name + length, .out = out};
    unsigned steps;
    snprintf(lookup.begin, sizeof lookup.begin, "%.*s", (int)length, name);
    if (length == 0)
        return err_set(err, "\"%s\" is not a valid revision", name);
    if (ancestry_steps(lookup.steps, &steps, err) < 0)
        return -1;
    int result = remote_talk(remote, talk, &lookup, err);
    return result < 0 && remote->old ? find_in_branch(remote, &lookup, out, err) : result;
}
