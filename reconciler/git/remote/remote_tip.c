// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote_tip.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/remote/remote_fetch.h"
#include "reconciler/git/remote/remote_journals.h"
#include "reconciler/git/remote/version0.h"
#include "reconciler/git/wire/ls_refs.h"

int remote_tip_absent(struct remote *remote, const char *branch, struct tip *out, struct err *err)
{
    static const char *const prefixes[] = {BRANCH_PREFIX};
    struct served served;
    struct branch_hint hint = {0};
    if (ls_refs_ask(&remote->with, prefixes, 1, &served, err) < 0)
        return -1;
    list_each (ref, &served.refs)
        branch_hint_add(&hint, ref->name);
    return tip_absent(branch, &hint, out, err);
}

/* Asks for the tip of the branch, the server's HEAD and the tips of all journals in one request. */
static int ask(struct remote *remote, struct tip *out, struct err *err)
{
    char name[BRANCH_REF_MAX] = "HEAD";
    const char *branch = remote->repository->branch;
    const char *const prefixes[] = {name, BRANCH_PREFIX JOURNAL_BRANCH, "HEAD"};
    struct served served;
    struct tip tip = {.exists = true};
    if (branch != NULL)
        branch_ref(name, branch);
    if (ls_refs_ask(&remote->with, prefixes, branch != NULL ? 3 : 2, &served, err) < 0)
        return -1;
    remote_journals_keep(remote, &served);
    const struct served_ref *ref = served_find(&served, name);
    if (branch == NULL && ref != NULL && ref->target != NULL)
        branch = branch_of_ref(ref->target);
    if (branch != NULL && !branch_valid(branch))
        return err_set(err, "the name of the server's branch is too long or not valid");
    if (branch != NULL)
        remote_journals_find(remote, branch, &tip.journal);
    out->journal = tip.journal;
    if (branch == NULL || ref == NULL || git_oid_is_zero(&ref->id))
        return remote_tip_absent(remote, branch, out, err);
    snprintf(tip.branch, sizeof tip.branch, "%s", branch);
    tip.id = ref->id;
    *out = tip;
    return 0;
}

struct tip_query {
    bool fetch;
    struct tip *out;
};

static int talk(struct remote *remote, void *context, struct err *err)
{
    const struct tip_query *query = context;
    struct tip tip = {0};
    if (ask(remote, &tip, err) < 0 || (query->fetch && remote_fetch_tips(remote, &tip, err) < 0))
        return -1;
    *query->out = tip;
    return 0;
}

int remote_tip_ask(struct remote *remote, bool fetch, struct tip *out, struct err *err)
{
    struct tip_query query = {fetch, out};
    int result = remote_talk_locked(remote, talk, &query, err);
    if (result == 0 || !remote->old)
        return result;
    if (remote->cache.shallow.list.count > 0 && cache_open(&remote->cache, true, err) < 0)
        return -1;
    return version0_tip(remote, fetch, out, err);
}
