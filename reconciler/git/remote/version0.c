// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/version0.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/remote/version0_transport.h"

/* One fetch by libgit2. */
struct version0 {
    struct remote *remote;
    struct version0_transport transport;
};

static void git_remote_free_at(git_remote **remote)
{
    git_remote_free(*remote);
}
#define git_remote_scope CLEANUP(git_remote_free_at)

static const git_remote_head *find_head(const git_remote_head **heads, size_t count,
                                        const char *branch)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(branch_of_ref(heads[i]->name), branch))
            return heads[i];
    return NULL;
}

/* Sets `out` to the requested branch, or otherwise to the branch of the server's HEAD; "" if HEAD
 * is not a branch. */
static void name_branch(const struct version0 *version0, git_remote *connected, char *out,
                        size_t size)
{
    git_buf head = {0};
    const char *branch = version0->remote->repository->branch;
    if (branch == NULL && git_remote_default_branch(&head, connected) == 0)
        branch = branch_of_ref(head.ptr);
    snprintf(out, size, "%s", branch != NULL ? branch : "");
    git_buf_dispose(&head);
}

/* Finds the tips of the branch and of the journal among the server's refs. */
static int find_tips(struct version0 *version0, git_remote *connected, struct tip *out,
                     struct err *err)
{
    const git_remote_head **heads = NULL;
    size_t count = 0;
    char branch[BRANCH_MAX];
    struct branch_hint hint = {0};
    struct tip tip = {.journal.state = JOURNAL_NEW};
    if (git_remote_ls(&heads, &count, connected) != 0)
        return version0_transport_error(&version0->transport, err);
    name_branch(version0, connected, branch, sizeof branch);
    const git_remote_head *head = *branch ? find_head(heads, count, branch) : NULL;
    const git_remote_head *journal = find_head(heads, count, JOURNAL_BRANCH);
    if (journal != NULL)
        tip.journal = (struct journal_tip){.state = JOURNAL_READ, .id = journal->oid};
    if (head == NULL) {
        for (size_t i = 0; i < count; i++)
            branch_hint_add(&hint, heads[i]->name);
        if (tip_absent(*branch ? branch : NULL, &hint, &tip, err) < 0)
            return -1;
    } else {
        tip.exists = true;
        tip.id = head->oid;
        strcpy(tip.branch, branch);
    }
    *out = tip;
    return 0;
}

/* True if the branch has the same commit in the cache as on the server. */
static bool have(const struct repository *repository, const char *name, const git_oid *id)
{
    git_oid at;
    return git_reference_name_to_id(&at, repository->git, name) == 0 && git_oid_equal(&at, id) &&
           git_odb_exists(repository->odb, id);
}

/* Fetches the branch, the journal or both, with their whole histories. */
static int fetch(struct version0 *version0, git_remote *connected, const struct tip *tip,
                 bool branch, bool journal, struct err *err)
{
    static char journal_spec[] = "+" BRANCH_JOURNAL_REF ":" BRANCH_JOURNAL_REF;
    struct repository *repository = version0->remote->repository;
    char name[BRANCH_REF_MAX], spec[2 * sizeof name + 2];
    char *specs[2];
    size_t count = 0;
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    int result = 0;
    branch_ref(name, tip->branch);
    snprintf(spec, sizeof spec, "+%s:%s", name, name);
    if (branch)
        specs[count++] = spec;
    if (journal)
        specs[count++] = journal_spec;
    options.callbacks = version0_transport_callbacks(&version0->transport);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.update_fetchhead = 0;
    if (git_remote_download(connected, &(git_strarray){specs, count}, &options) != 0 ||
        git_remote_update_tips(connected, &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                               NULL) != 0)
        result = version0_transport_error(&version0->transport, err);
    else if (branch && !git_odb_exists(repository->odb, &tip->id))
        result = err_set(err, "the server did not send the commit of \"%s\"", tip->branch);
    else if (journal && !git_odb_exists(repository->odb, &tip->journal.id))
        result = err_set(err, "the server did not send the commit of \"" JOURNAL_BRANCH "\"");
    version0->remote->suspect = result < 0 && !*version0->transport.failure.message;
    if (result == 0)
        result = cache_keep(&version0->remote->cache, name, &tip->id, NULL, err);
    return result;
}

static int connect_to(struct version0 *version0, git_remote **out, struct err *err)
{
    git_remote_callbacks callbacks = version0_transport_callbacks(&version0->transport);
    git_remote_create_options how = GIT_REMOTE_CREATE_OPTIONS_INIT;
    how.repository = version0->remote->repository->git;
    /* Skips url.*.insteadOf: libgit2 1.5 leaks 20 KB for each line of configuration when it looks
     * for that setting. */
    how.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
    if (git_remote_create_with_opts(out, version0->remote->repository->location.url, &how) != 0 ||
        git_remote_connect(*out, GIT_DIRECTION_FETCH, &callbacks, NULL, NULL) != 0)
        return version0_transport_error(&version0->transport, err);
    return 0;
}

/* Asks for the tips; with `get`, also fetches them. without: why the journal is left out; NULL: it
 * is not left out. Returns 0, or 1 if a fetch that included the journal failed, or -1. */
static int try_tip(struct remote *remote, bool get, const struct err *without, struct tip *out,
                   struct err *err)
{
    struct version0 version0 = {.remote = remote, .transport.wire = remote->with.wire};
    struct repository *repository = remote->repository;
    git_remote_scope git_remote *connected = NULL;
    char name[BRANCH_REF_MAX];
    struct tip tip = {0};
    if (connect_to(&version0, &connected, err) < 0 ||
        find_tips(&version0, connected, &tip, err) < 0)
        return -1;
    if (without != NULL)
        journal_tip_doubt(&tip.journal, without);
    branch_ref(name, tip.branch);
    bool branch = get && tip.exists && !have(repository, name, &tip.id);
    bool journal = get && tip.journal.state == JOURNAL_READ &&
                   !have(repository, BRANCH_JOURNAL_REF, &tip.journal.id);
    int result = 0;
    if (branch || journal)
        result = fetch(&version0, connected, &tip, branch, journal, err);
    /* The journal may be the cause, so the caller tries again without it. */
    if (result < 0 && journal && !repository_stopped(repository) &&
        (!remote->suspect || remote->renewed))
        return 1;
    if (result == 0)
        *out = tip;
    return result;
}

int version0_tip(struct remote *remote, bool fetch, struct tip *out, struct err *err)
{
    int result = try_tip(remote, fetch, NULL, out, err);
    if (result <= 0)
        return result;
    struct err why = *err;
    return try_tip(remote, fetch, &why, out, err);
}
