// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/branch.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/text.h"

/* Applies the rules of git check-ref-format that matter for a name after "refs/heads/". */
bool branch_valid(const char *branch)
{
    size_t length = strlen(branch);
    if (length == 0 || length >= BRANCH_MAX - 16 || *branch == '-' || *branch == '/' ||
        branch[length - 1] == '/' || branch[length - 1] == '.' || text_equal(branch, "@") ||
        strstr(branch, "..") != NULL || strstr(branch, "//") != NULL ||
        strstr(branch, "@{") != NULL || strpbrk(branch, " ~^:?*[\\") != NULL ||
        text_ends(branch, ".lock") || strstr(branch, ".lock/") != NULL || *branch == '.' ||
        strstr(branch, "/.") != NULL)
        return false;
    for (const unsigned char *at = (const unsigned char *)branch; *at; at++)
        if (*at < 0x20 || *at == 0x7f)
            return false;
    return true;
}

const char *branch_ref(char ref[BRANCH_REF_MAX], const char *branch)
{
    snprintf(ref, BRANCH_REF_MAX, BRANCH_PREFIX "%s", branch);
    return ref;
}

const char *branch_journal_ref(char ref[BRANCH_REF_MAX], const char *branch)
{
    snprintf(ref, BRANCH_REF_MAX, BRANCH_JOURNAL_PREFIX "%s", branch);
    return ref;
}

const char *branch_of_ref(const char *ref)
{
    return text_starts(ref, BRANCH_PREFIX) ? ref + strlen(BRANCH_PREFIX) : NULL;
}

void branch_hint_add(struct branch_hint *hint, const char *ref)
{
    const char *branch = branch_of_ref(ref);
    size_t used = strlen(hint->names), room = sizeof hint->names - used;
    if (branch == NULL || journal_is_branch(branch) || strlen(branch) + 3 > room)
        return;
    snprintf(hint->names + used, room, "%s%s", used > 0 ? ", " : "", branch);
}

int branch_hint_give(const struct branch_hint *hint, struct err *err)
{
    return *hint->names ? err_hint(err, "the repository has: %s", hint->names) : -1;
}
