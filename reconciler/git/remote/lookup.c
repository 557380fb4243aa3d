// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/lookup.h"

#include <string.h>

#include "reconciler/git/remote/ancestry.h"
#include "reconciler/git/revision.h"
#include "reconciler/git/wire/ls_refs.h"

static const char heads[] = "refs/heads/";

bool lookup_here(git_repository *git, const char *text, git_oid *out)
{
    git_object *found = NULL, *commit = NULL;
    bool here = git_revparse_single(&found, git, text) == 0 &&
                git_object_peel(&commit, found, GIT_OBJECT_COMMIT) == 0;
    if (here)
        *out = *git_object_id(commit);
    git_object_free(commit);
    git_object_free(found);
    return here;
}

bool lookup_is_id(const char *name)
{
    size_t hex = strspn(name, "0123456789abcdef");
    return hex >= 7 && hex <= GIT_OID_HEXSZ &&
           (name[hex] == '\0' || strchr("~^", name[hex]) != NULL);
}

/* A name taken apart: "main~2" begins with "main" and goes on with "~2". */
struct revision_lookup {
    const char *name, *steps;
    char begin[REVISION_MAX];
    struct tip *out;
};

/* The ref that the beginning names, or NULL; of several the first in git's order. */
static int find_ref(struct conversation *at, const struct revision_lookup *lookup,
                    const struct served_ref **out)
{
    const char *begin = lookup->begin;
    bool whole = text_equal(begin, "HEAD") || text_starts(begin, "refs/");
    const char *names[] = {whole ? begin : arena_print(&at->arena, "refs/tags/%s", begin),
                           arena_print(&at->arena, "%s%s", heads, begin)};
    size_t count = whole ? 1 : 2;
    struct served served;
    if (ls_refs_ask(at->remote->wire, &at->remote->capabilities, names, count, &at->arena, &served,
                    at->err) != 0)
        return -1;
    *out = NULL;
    for (size_t i = 0; i < count && *out == NULL; i++)
        *out = served_find(&served, names[i]);
    return 0;
}

/* The beginning of an id is nothing that a server could be asked for. */
static int find_short(struct conversation *at, const struct revision_lookup *lookup, git_oid *out)
{
    git_repository *git = at->remote->repository->git;
    const struct served_ref *head;
    struct revision_lookup of_head = {.begin = "HEAD"};
    if (lookup_here(git, lookup->begin, out))
        return 0;
    if (find_ref(at, &of_head, &head) != 0)
        return -1;
    if (head != NULL && !git_oid_is_zero(&head->id)) {
        git_oid id = head->id;
        if (remote_obtain(at, "HEAD", &id) != 0)
            return -1;
    }
    if (lookup_here(git, lookup->begin, out))
        return 0;
    err_set(at->err, "the commit \"%s\" was not fetched", lookup->name);
    return err_hint(at->err, "name its full ID, a branch or a tag");
}

/* What the beginning means; *branch when it is a branch's own name. */
static int find_begin(struct conversation *at, const struct revision_lookup *lookup,
                      const char **branch, git_oid *out)
{
    const char *begin = lookup->begin;
    const struct served_ref *ref;
    struct tip tip;
    if (find_ref(at, lookup, &ref) != 0)
        return -1;
    if (ref != NULL && !git_oid_is_zero(&ref->id)) {
        const char *target = ref->target != NULL ? ref->target : ref->name;
        *out = git_oid_is_zero(&ref->peeled) ? ref->id : ref->peeled;
        *branch = text_starts(target, heads) ? target + strlen(heads) : NULL;
        return 0;
    }
    if (lookup_is_id(begin))
        return strlen(begin) == GIT_OID_HEXSZ ? git_oid_fromstr(out, begin)
                                              : find_short(at, lookup, out);
    if (remote_absent(at, text_equal(begin, "HEAD") ? NULL : begin, &tip) != 0)
        return -1;
    return err_set(at->err, "the repository is empty");
}

/* Where the steps lead: perhaps the cache knows, else the history is asked for. */
static int follow(struct conversation *at, const struct revision_lookup *lookup, git_oid *id)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid from = *id;
    git_oid_tostr(hex, sizeof hex, &from);
    const char *text = arena_print(&at->arena, "%s%s", hex, lookup->steps);
    if (lookup_here(at->remote->repository->git, text, id))
        return 0;
    return ancestry_follow(at, &from, lookup->steps, id);
}

static int talk(struct conversation *at, void *context)
{
    const struct revision_lookup *lookup = context;
    const char *branch = NULL;
    struct tip tip = {.exists = true};
    if (find_begin(at, lookup, &branch, &tip.id) != 0)
        return -1;
    if (*lookup->steps != '\0') {
        if (follow(at, lookup, &tip.id) != 0)
            return -1;
        branch = NULL;
    }
    if (remote_obtain(at, lookup->name, &tip.id) != 0) {
        if (at->err->hint[0] == '\0' && lookup_is_id(lookup->begin))
            err_hint(at->err, "name a branch or a tag: the server may refuse other commits");
        return -1;
    }
    if (branch != NULL && strlen(branch) < sizeof tip.branch)
        strcpy(tip.branch, branch);
    *lookup->out = tip;
    return 0;
}

int lookup_commit(struct repository *repository, const char *name, struct tip *out, struct err *err)
{
    size_t length = strcspn(name, "~^");
    struct revision_lookup lookup = {.name = name, .steps = name + length, .out = out};
    unsigned steps;
    snprintf(lookup.begin, sizeof lookup.begin, "%.*s", (int)length, name);
    if (length == 0)
        return err_set(err, "\"%s\" is not a revision", name);
    if (ancestry_steps(lookup.steps, &steps, err) != 0)
        return -1;
    return remote_converse(repository->remote, talk, &lookup, err);
}
