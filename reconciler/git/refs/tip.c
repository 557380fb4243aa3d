// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/tip.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"

static void list_branches(git_repository *git, struct branch_hint *hint)
{
    git_reference_iterator *each = NULL;
    const char *name;
    if (git_reference_iterator_glob_new(&each, git, BRANCH_PREFIX "*") != 0)
        return;
    while (git_reference_next_name(&name, each) == 0)
        branch_hint_add(hint, name);
    git_reference_iterator_free(each);
}

/* Reads HEAD: the branch that it names, or its commit if HEAD is detached. */
static int read_head(git_repository *git, struct tip *tip, struct err *err)
{
    reference_scope git_reference *head = NULL;
    if (git_reference_lookup(&head, git, "HEAD") != 0)
        return library_error(err, "HEAD can't be read");
    const char *target = git_reference_symbolic_target(head);
    if (target == NULL) {
        tip->exists = true;
        tip->id = *git_reference_target(head);
        return 0;
    }
    const char *branch = branch_of_ref(target);
    if (branch == NULL || !branch_valid(branch))
        return err_set(err, "HEAD is \"%s\", which is not a valid branch", target);
    strcpy(tip->branch, branch);
    return 0;
}

void tip_head_branch(git_repository *git, const char *ref, const char *prefix, char out[BRANCH_MAX])
{
    reference_scope git_reference *head = NULL;
    const char *target = NULL;
    if (git_reference_lookup(&head, git, ref) == 0)
        target = git_reference_symbolic_target(head);
    bool named =
        target != NULL && text_starts(target, prefix) && branch_valid(target + strlen(prefix));
    snprintf(out, BRANCH_MAX, "%s", named ? target + strlen(prefix) : "");
}

const char *tip_name(const struct tip *tip, char out[TIP_NAME_MAX])
{
    snprintf(out, TIP_NAME_MAX, *tip->branch != '\0' ? "branch \"%s\"" : "the detached HEAD",
             tip->branch);
    return out;
}

int tip_read(git_repository *git, const char *branch, struct tip *out, struct err *err)
{
    struct tip tip = {0};
    char ref[BRANCH_REF_MAX], name[TIP_NAME_MAX];
    struct branch_hint hint = {0};
    if (branch == NULL && read_head(git, &tip, err) < 0)
        return -1;
    if (branch != NULL)
        snprintf(tip.branch, sizeof tip.branch, "%s", branch);
    if (!tip.exists) {
        int code = git_reference_name_to_id(&tip.id, git, branch_ref(ref, tip.branch));
        if (code != 0 && code != GIT_ENOTFOUND)
            return library_error(err, "branch \"%s\" can't be read", tip.branch);
        tip.exists = code == 0;
    }
    if (tip.exists && git_oid_is_zero(&tip.id))
        return err_set(err, "%s has the ID of zeros, which no commit has", tip_name(&tip, name));
    if (!tip.exists)
        list_branches(git, &hint);
    if (*hint.names) {
        err_set(err,
                branch != NULL ? "there is no branch \"%s\""
                               : "HEAD names \"%s\", which does not exist",
                tip.branch);
        return branch_hint_give(&hint, err);
    }
    *out = tip;
    return 0;
}

int tip_absent(const char *branch, const struct branch_hint *hint, struct tip *out, struct err *err)
{
    if (*hint->names) {
        err_set(err,
                branch != NULL ? "there is no branch \"%s\""
                               : "the server's HEAD does not name an existing branch",
                branch);
        return branch_hint_give(hint, err);
    }
    /* Some servers do not announce the HEAD of an empty repository. Then `main` is assumed, because
     * most servers give the first branch this name today. */
    *out = (struct tip){.journal = out->journal};
    snprintf(out->branch, sizeof out->branch, "%s", branch != NULL ? branch : "main");
    return 0;
}
