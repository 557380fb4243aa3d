// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/tip.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"

/* Some branches for a hint; false when there are none. */
static bool list_branches(git_repository *git, char *buffer, size_t size)
{
    git_reference_iterator *each = NULL;
    const char *name;
    size_t used = 0, count = 0;
    if (git_reference_iterator_glob_new(&each, git, "refs/heads/*") != 0)
        return false;
    while (count < 8 && git_reference_next_name(&name, each) == 0) {
        if (text_equal(name, "refs/heads/" JOURNAL_BRANCH))
            continue;
        int length = snprintf(buffer + used, size - used, "%s%s", count ? ", " : "",
                              name + strlen("refs/heads/"));
        if (length < 0 || used + (size_t)length >= size)
            break;
        used += (size_t)length;
        count++;
    }
    git_reference_iterator_free(each);
    return count > 0;
}

/* HEAD's branch into tip->branch, or its commit when it is detached. */
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
    if (!text_starts(target, "refs/heads/") || strlen(target) >= sizeof tip->branch)
        return err_set(err, "HEAD is \"%s\", which is not a branch", target);
    strcpy(tip->branch, target + strlen("refs/heads/"));
    return 0;
}

int tip_read(git_repository *git, const char *branch, struct tip *out, struct err *err)
{
    struct tip tip = {0};
    char name[BRANCH_MAX + 16], others[256];
    if (branch == NULL && read_head(git, &tip, err) != 0)
        return -1;
    if (branch != NULL)
        snprintf(tip.branch, sizeof tip.branch, "%s", branch);
    if (!tip.exists) {
        snprintf(name, sizeof name, "refs/heads/%s", tip.branch);
        int code = git_reference_name_to_id(&tip.id, git, name);
        if (code != 0 && code != GIT_ENOTFOUND)
            return library_error(err, "branch \"%s\" can't be read", tip.branch);
        tip.exists = code == 0;
    }
    if (!tip.exists && list_branches(git, others, sizeof others)) {
        err_set(err,
                branch != NULL ? "there is no branch \"%s\""
                               : "HEAD names \"%s\", which does not exist",
                tip.branch);
        return err_hint(err, "the repository has: %s", others);
    }
    *out = tip;
    return 0;
}
