// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/version0.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/remote/remote_journals.h"
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

/* Lists the server's refs in the conversation's arena. */
static int list_refs(struct version0 *version0, git_remote *connected, struct served *out,
                     struct err *err)
{
    struct arena *arena = &version0->remote->with.arena;
    const git_remote_head **heads = NULL;
    git_buf head = {0};
    size_t count = 0;
    if (git_remote_ls(&heads, &count, connected) != 0)
        return version0_transport_error(&version0->transport, err);
    const char *target =
        git_remote_default_branch(&head, connected) == 0 ? arena_text(arena, head.ptr) : NULL;
    git_buf_dispose(&head);
    for (size_t i = 0; i < count; i++) {
        const char *name = heads[i]->name;
        if (git_oid_is_zero(&heads[i]->oid))
            return err_set(err, "the server sent the ID of zeros for \"%s\"", name);
        *list_add(arena, &out->refs) = (struct served_ref){
            .name = arena_text(arena, name),
            .target = text_equal(name, "HEAD") ? target : NULL,
            .id = heads[i]->oid,
        };
    }
    return 0;
}

/* Finds the tips of the branch and of its journal among the server's refs. The branch is the one
 * that was requested, or otherwise the one of the server's HEAD. */
static int find_tips(struct version0 *version0, git_remote *connected, struct tip *out,
                     struct err *err)
{
    struct remote *remote = version0->remote;
    const char *branch = remote->repository->branch;
    char name[BRANCH_REF_MAX];
    struct served served = {0};
    struct branch_hint hint = {0};
    struct tip tip = {.journal.state = JOURNAL_NEW};
    if (list_refs(version0, connected, &served, err) < 0)
        return -1;
    remote_journals_keep(remote, &served);
    if (branch == NULL && *remote->journals.head != '\0')
        branch = remote->journals.head;
    const struct served_ref *head =
        branch != NULL ? served_find(&served, branch_ref(name, branch)) : NULL;
    if (branch != NULL)
        remote_journals_find(remote, branch, &tip.journal);
    if (head == NULL) {
        list_each (ref, &served.refs)
            branch_hint_add(&hint, ref->name);
        if (tip_absent(branch, &hint, &tip, err) < 0)
            return -1;
    } else {
        tip.exists = true;
        tip.id = head->id;
        snprintf(tip.branch, sizeof tip.branch, "%s", branch);
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

/* Fetches these refs with their whole histories. */
static int fetch_refs(struct version0 *version0, git_remote *connected, const char *const *refs,
                      size_t count, struct err *err)
{
    struct arena *arena = &version0->remote->with.arena;
    char *specs[2];
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    for (size_t i = 0; i < count; i++)
        specs[i] = arena_print(arena, "+%s:%s", refs[i], refs[i]);
    options.callbacks = version0_transport_callbacks(&version0->transport);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.update_fetchhead = 0;
    if (git_remote_download(connected, &(git_strarray){specs, count}, &options) != 0 ||
        git_remote_update_tips(connected, &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                               NULL) != 0)
        return version0_transport_error(&version0->transport, err);
    return 0;
}

static int check_came(const struct repository *repository, const git_oid *id, const char *ref,
                      struct err *err)
{
    return git_odb_exists(repository->odb, id)
               ? 0
               : err_set(err, "the server did not send the commit of \"%s\"", branch_of_ref(ref));
}

/* Fetches the branch, its journal or both. */
static int fetch(struct version0 *version0, git_remote *connected, const struct tip *tip,
                 bool branch, bool journal, struct err *err)
{
    struct repository *repository = version0->remote->repository;
    char name[BRANCH_REF_MAX], own[BRANCH_REF_MAX];
    const char *refs[2];
    size_t count = 0;
    branch_ref(name, tip->branch);
    branch_journal_ref(own, tip->branch);
    if (branch)
        refs[count++] = name;
    if (journal)
        refs[count++] = own;
    int result = fetch_refs(version0, connected, refs, count, err);
    if (result == 0 && branch)
        result = check_came(repository, &tip->id, name, err);
    if (result == 0 && journal)
        result = check_came(repository, &tip->journal.id, own, err);
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
    char name[BRANCH_REF_MAX], own[BRANCH_REF_MAX];
    struct tip tip = {0};
    if (connect_to(&version0, &connected, err) < 0 ||
        find_tips(&version0, connected, &tip, err) < 0)
        return -1;
    if (without != NULL)
        journal_tip_doubt(&tip.journal, without);
    branch_ref(name, tip.branch);
    bool branch = get && tip.exists && !have(repository, name, &tip.id);
    bool journal = get && tip.journal.state == JOURNAL_READ &&
                   !have(repository, branch_journal_ref(own, tip.branch), &tip.journal.id);
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

int version0_journal(struct remote *remote, const char *branch, const git_oid *id, struct err *err)
{
    struct version0 version0 = {.remote = remote, .transport.wire = remote->with.wire};
    git_remote_scope git_remote *connected = NULL;
    char own[BRANCH_REF_MAX];
    const char *ref = branch_journal_ref(own, branch);
    if (have(remote->repository, ref, id))
        return 0;
    if (connect_to(&version0, &connected, err) < 0 ||
        fetch_refs(&version0, connected, &ref, 1, err) < 0)
        return -1;
    return check_came(remote->repository, id, ref, err);
}
