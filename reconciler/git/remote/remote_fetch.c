// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote_fetch.h"

#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/wire/fetch.h"

/* Checks that the cache now has the object, that it is a commit or a tag of one, and that the cache
 * has the commit's tree. *id becomes the commit's id. */
static int check_commit(struct remote *remote, const char *name, git_oid *id, struct err *err)
{
    git_object *object = NULL;
    commit_scope git_commit *commit = NULL;
    size_t size;
    git_object_t type = GIT_OBJECT_INVALID;
    remote->suspect = true;
    if (git_object_lookup(&object, remote->repository->git, id, GIT_OBJECT_ANY) != 0)
        return library_error(err, "the server did not send \"%s\", or the cache is damaged", name);
    int code = git_object_peel((git_object **)&commit, object, GIT_OBJECT_COMMIT);
    git_object_free(object);
    remote->suspect = code == 0;
    if (code != 0)
        return err_set(err, "\"%s\" is not a commit", name);
    if (git_odb_read_header(&size, &type, remote->repository->odb, git_commit_tree_id(commit)) !=
            0 ||
        type != GIT_OBJECT_TREE)
        return err_set(err, "the server did not send the files of \"%s\", or the cache is damaged",
                       name);
    remote->suspect = false;
    *id = *git_commit_id(commit);
    return 0;
}

static void add_id(struct remote *remote, struct object_ids *ids, const git_oid *id)
{
    *list_add(&remote->with.arena, &ids->list) = *id;
}

static void add_once(struct remote *remote, struct object_ids *ids, const git_oid *id)
{
    list_each (one, &ids->list)
        if (git_oid_equal(one, id))
            return;
    add_id(remote, ids, id);
}

enum { JOURNAL_HAVES_MAX = 16 }; /* remembered journals that are named in one fetch */

/* Adds the tips of journals that the cache remembers, the newest first. */
static void put_journals(struct remote *remote, struct object_ids *have)
{
    const struct seen_tips *seen = &remote->journals.seen;
    size_t named = 0;
    for (size_t i = seen->list.count; i-- > 0 && named < JOURNAL_HAVES_MAX;) {
        const struct trusted_tip *tip = &seen->list.items[i];
        if (!journal_is_branch(tip->branch) || !git_odb_exists(remote->repository->odb, &tip->id))
            continue;
        add_once(remote, have, &tip->id);
        named++;
    }
}

/* Adds the commits that the cache has, so that the server does not send their objects again. */
static void put_haves(struct remote *remote, struct object_ids *have)
{
    const struct cache *cache = &remote->cache;
    if (!git_oid_is_zero(&cache->tip))
        add_id(remote, have, &cache->tip);
    put_journals(remote, have);
    list_each (id, &cache->shallow.list)
        add_once(remote, have, id);
}

/* Fetches commits with their trees, and with their files unless the filter leaves them out. With
 * options.partial, the cache may lack files of commits in `have`. */
static int fetch_commits(struct remote *remote, const struct object_ids *want,
                         const struct object_ids *have, const char *filter, struct fetched *came,
                         struct err *err)
{
    struct fetch_request request = {.want = want,
                                    .have = have,
                                    .shallow = &remote->cache.shallow,
                                    .thin = true,
                                    .depth = 1,
                                    .filter = filter,
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = remote->repository->odb,
                                    .stop = remote->repository->options.stop};
    int result = fetch_pack(&remote->with, &request, came, err);
    remote->suspect = result < 0 && came->suspect;
    return result;
}

/* Makes a new cache and sets *renewed if the cache is shallow but the server does not support that:
 * such a server never learns where the cache's history ends, and would assume that the cache has
 * all ancestors. */
static int end_shallow(struct remote *remote, bool *renewed, struct err *err)
{
    struct cache *cache = &remote->cache;
    *renewed = !remote->with.capabilities.shallow && cache->shallow.list.count > 0;
    return *renewed ? cache_open(cache, true, err) : 0;
}

static const char *filter_of(const struct repository *repository)
{
    return repository_lazy(repository) ? "blob:none" : NULL;
}

static const char *journal_name(struct remote *remote, const char *branch)
{
    return arena_print(&remote->with.arena, JOURNAL_PREFIX "%s", branch);
}

static int fetch_ids(struct remote *remote, struct tip *tip, bool branch, bool journal,
                     struct err *err)
{
    struct object_ids want = {0}, have = {0};
    struct fetched came;
    char ref[BRANCH_REF_MAX];
    if (branch)
        add_id(remote, &want, &tip->id);
    if (journal)
        add_id(remote, &want, &tip->journal.id);
    /* The journal's files are always needed: a fetch of the journal alone has no filter, and names
     * no commits whose files the cache may lack. */
    const char *filter = branch ? filter_of(remote->repository) : NULL;
    if (branch || !repository_lazy(remote->repository))
        put_haves(remote, &have);
    else
        put_journals(remote, &have);
    if (fetch_commits(remote, &want, &have, filter, &came, err) < 0 ||
        (branch && check_commit(remote, tip->branch, &tip->id, err) < 0) ||
        (journal &&
         check_commit(remote, journal_name(remote, tip->branch), &tip->journal.id, err) < 0))
        return -1;
    return cache_keep(&remote->cache, branch_ref(ref, tip->branch), &tip->id, &came, err);
}

/* Fetches the commits of the branch and of the journal in one request, or one after the other if
 * the branch's commit comes without its files. */
static int fetch_each(struct remote *remote, struct tip *tip, bool branch, bool journal,
                      struct err *err)
{
    bool renewed;
    if (end_shallow(remote, &renewed, err) < 0)
        return -1;
    if (renewed) {
        branch = tip->exists;
        journal = tip->journal.state == JOURNAL_READ;
    }
    if (!repository_lazy(remote->repository) || !branch || !journal)
        return fetch_ids(remote, tip, branch, journal, err);
    int result = fetch_ids(remote, tip, true, false, err);
    return result == 0 ? fetch_ids(remote, tip, false, true, err) : result;
}

int remote_fetch_commit(struct remote *remote, const char *ref, git_oid *id, struct err *err)
{
    struct object_ids want = {0}, have = {0};
    struct fetched came;
    bool renewed;
    if (git_odb_exists(remote->repository->odb, id))
        return check_commit(remote, ref, id, err);
    if (end_shallow(remote, &renewed, err) < 0)
        return -1;
    add_id(remote, &want, id);
    put_haves(remote, &have);
    if (fetch_commits(remote, &want, &have, filter_of(remote->repository), &came, err) < 0 ||
        check_commit(remote, ref, id, err) < 0)
        return -1;
    return cache_keep(&remote->cache, ref, id, &came, err);
}

int remote_fetch_journal(struct remote *remote, git_oid *id, struct err *err)
{
    struct object_ids want = {0}, have = {0};
    struct fetched came;
    bool renewed;
    if (end_shallow(remote, &renewed, err) < 0)
        return -1;
    add_id(remote, &want, id);
    put_journals(remote, &have);
    if (fetch_commits(remote, &want, &have, NULL, &came, err) < 0 ||
        check_commit(remote, "the journal's commit", id, err) < 0)
        return -1;
    return cache_keep_shallow(&remote->cache, &came, err);
}

int remote_fetch_tips(struct remote *remote, struct tip *tip, struct err *err)
{
    const struct repository *repository = remote->repository;
    bool branch = tip->exists && !git_odb_exists(repository->odb, &tip->id);
    bool journal =
        tip->journal.state == JOURNAL_READ && !git_odb_exists(repository->odb, &tip->journal.id);
    if (!branch && !journal)
        return 0;
    int result = fetch_each(remote, tip, branch, journal, err);
    if (result == 0 || !journal || repository_stopped(repository) ||
        (remote->suspect && !remote->renewed))
        return result;
    journal_tip_doubt(&tip->journal, err);
    remote->suspect = false;
    /* When two ids were wanted, the server does not say which one it can't send, so the branch's
     * commit is fetched alone. */
    if (!tip->exists || git_odb_exists(repository->odb, &tip->id))
        return 0;
    result = remote_talk_again(remote, err);
    return result == 0 ? fetch_ids(remote, tip, true, false, err) : result;
}
