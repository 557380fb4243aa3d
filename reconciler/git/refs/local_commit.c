// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/local_commit.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"

bool local_commit_find(git_repository *git, const char *revision, git_oid *out)
{
    git_object *found = NULL, *commit = NULL;
    bool here = git_revparse_single(&found, git, revision) == 0 &&
                git_object_peel(&commit, found, GIT_OBJECT_COMMIT) == 0;
    if (here)
        *out = *git_object_id(commit);
    git_object_free(commit);
    git_object_free(found);
    return here;
}

bool local_commit_is_id(const char *name)
{
    size_t hex = strspn(name, "0123456789abcdef");
    return hex >= 7 && hex <= GIT_OID_HEXSZ &&
           (name[hex] == '\0' || strchr("~^", name[hex]) != NULL);
}

/* True if the part before "~" or "^" is HEAD, or names an object of this repository. */
static bool begins_here(git_repository *git, const char *revision)
{
    char begin[REVISION_MAX];
    git_object *found = NULL;
    snprintf(begin, sizeof begin, "%.*s", (int)strcspn(revision, "~^"), revision);
    bool here = git_revparse_single(&found, git, begin) == 0;
    git_object_free(found);
    return here || text_equal(begin, "HEAD");
}

/* Finds a branch of the remote "origin": after a clone, a branch that was never checked out exists
 * only there. */
static bool find_cloned(git_repository *git, const char *revision, git_oid *out)
{
    char cloned[REVISION_MAX + 32];
    snprintf(cloned, sizeof cloned, "refs/remotes/origin/%s", revision);
    return !begins_here(git, revision) && local_commit_find(git, cloned, out);
}

int local_commit_tip(git_repository *git, const char *revision, struct tip *out, struct err *err)
{
    char ref[BRANCH_REF_MAX];
    git_oid id;
    struct tip tip = {.exists = true};
    if (!local_commit_find(git, revision, &tip.id) && !find_cloned(git, revision, &tip.id)) {
        err_set(err, "there is no commit \"%s\"", revision);
        return err_hint(err,
                        "fetch the commit first; in a shallow clone run `git fetch --unshallow`");
    }
    if (strlen(revision) < sizeof tip.branch &&
        git_reference_name_to_id(&id, git, branch_ref(ref, revision)) == 0)
        strcpy(tip.branch, revision);
    *out = tip;
    return 0;
}
