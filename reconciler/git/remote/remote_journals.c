// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote_journals.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/handle.h"

void remote_journals_keep(struct remote *remote, const struct served *served)
{
    struct served_journals *journals = &remote->journals;
    arena_clear(&journals->arena);
    journals->list = (struct served){0};
    remote->repository->trusted.count = 0;
    journals->head[0] = '\0';
    list_each (ref, &served->refs) {
        const char *branch = branch_of_ref(ref->name);
        if (journal_is_branch(branch)) {
            struct served_ref *kept = list_add(&journals->arena, &journals->list.refs);
            *kept =
                (struct served_ref){.name = arena_text(&journals->arena, ref->name), .id = ref->id};
        }
        if (!text_equal(ref->name, "HEAD") || ref->target == NULL)
            continue;
        const char *head = branch_of_ref(ref->target);
        if (head != NULL && branch_valid(head))
            snprintf(journals->head, sizeof journals->head, "%s", head);
    }
    last_seen_list(&remote->cache, &journals->arena, &journals->seen);
}

void remote_journals_find(const struct remote *remote, const char *branch, struct journal_tip *out)
{
    char ref[BRANCH_REF_MAX];
    const struct served *list = &remote->journals.list;
    const struct served_ref *own = served_find(list, branch_journal_ref(ref, branch));
    *out = (struct journal_tip){.state = own != NULL ? JOURNAL_READ : JOURNAL_NEW};
    if (own != NULL) {
        out->id = own->id;
        return;
    }
    if (served_find(list, BRANCH_PREFIX JOURNAL_BRANCH) != NULL)
        journal_tip_refuse_plain(out, branch, JOURNAL_AT_URL, remote->repository->location.name);
    list_each (other, &list->refs)
        if (out->state == JOURNAL_NEW && journal_tip_collides(ref, other->name))
            snprintf(out->barrier, sizeof out->barrier, "%s", branch_of_ref(other->name));
}

bool remote_journals_seen(const struct remote *remote, const char *journal, git_oid *out)
{
    const struct seen_tips *seen = &remote->journals.seen;
    for (size_t i = seen->list.count; i-- > 0;)
        if (text_equal(seen->list.items[i].branch, journal)) {
            *out = seen->list.items[i].id;
            return true;
        }
    return false;
}
