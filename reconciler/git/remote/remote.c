// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/git/blob.h"
#include "reconciler/git/current_files.h"
#include "reconciler/git/library.h"
#include "reconciler/git/remote/lookup.h"
#include "reconciler/git/remote/missing_objects.h"
#include "reconciler/git/remote/push_branch.h"
#include "reconciler/git/remote/remote_fetch.h"
#include "reconciler/git/remote/remote_history.h"
#include "reconciler/git/remote/remote_journals.h"
#include "reconciler/git/remote/remote_tip.h"
#include "reconciler/git/remote/version0.h"
#include "reconciler/git/wire/wire_open.h"

static struct wire_options options_of_wire(const struct repository *repository)
{
    const struct repository_options *from = &repository->options;
    return (struct wire_options){.location = &repository->location,
                                 .username = from->username,
                                 .token = from->token,
                                 .token_file = from->token_file,
                                 .ssh_program = from->ssh_program,
                                 .ssh_key_file = from->ssh_key_file,
                                 .known_hosts_file = from->known_hosts_file,
                                 .ca_files = from->ca_files,
                                 .ca_file_count = from->ca_file_count,
                                 .connect_seconds = from->connect_seconds,
                                 .silence_seconds = from->silence_seconds,
                                 .total_seconds = from->total_seconds,
                                 .stop = from->stop};
}

static int check_plain(const struct repository *repository, struct err *err)
{
    const struct location *location = &repository->location;
    const struct repository_options *options = &repository->options;
    if (!location_plain(location) ||
        location_listed(location, options->plain_http, options->plain_http_count))
        return 0;
    err_set(err, "refusing to contact \"%s\" without TLS", location->name);
    return err_hint(err, "use https:// or ssh://, or name the host with --plain-http");
}

static int remote_open(struct repository *repository, struct err *err)
{
    if (check_plain(repository, err) < 0 || library_open(err) < 0)
        return -1;
    repository->library = true;
    struct remote *remote = memory_must(calloc(1, sizeof *remote));
    repository->remote = remote;
    *remote = (struct remote){.repository = repository, .with.said = text_of(REPOSITORY_WORDS_MAX)};
    if (cache_make(&remote->cache, repository, err) < 0)
        return -1;
    repository->cache = memory_must(strdup(remote->cache.folder));
    struct wire_options options = options_of_wire(repository);
    return wire_open(&options, &remote->with.wire, err);
}

static void remote_close(struct repository *repository)
{
    struct remote *remote = repository->remote;
    if (remote == NULL)
        return;
    wire_close(remote->with.wire);
    cache_close(&remote->cache);
    text_done(&remote->with.said);
    arena_done(&remote->with.arena);
    arena_done(&remote->journals.arena);
    free(remote);
    repository->remote = NULL;
}

/* Asks for the tip, and reads the branch's last seen tip under the same lock of the cache. */
static int ask_tip(struct remote *remote, void *context, struct err *err)
{
    struct tip *tip = context;
    const struct repository_options *options = &remote->repository->options;
    remote->seen = (struct seen){0};
    if (remote_tip_ask(remote, true, tip, err) < 0)
        return -1;
    if (!trust_asked(&options->trust) ||
        last_seen_read(&remote->cache, tip->branch, &remote->seen, err) == 0)
        return 0;
    remote->suspect = false;
    return options->accept_rewind ? 0 : -1;
}

static int tips(struct repository *repository, struct tip *out, struct err *err)
{
    return remote_talk_with_cache(repository->remote, ask_tip, out, err);
}

static int refresh(struct repository *repository, struct tip *tip, struct err *err)
{
    if (current_files_refresh(repository, tip, err) < 0)
        return -1;
    return trust_asked(&repository->options.trust) ? last_seen_guard(repository->remote, tip, err)
                                                   : 0;
}

static int find(struct repository *repository, const char *revision, struct tip *out,
                struct err *err)
{
    return revision == NULL ? tips(repository, out, err)
                            : lookup_commit(repository->remote, revision, out, err);
}

static int move(struct repository *repository, struct ref_steps *steps, struct write_outcome *out,
                struct err *err)
{
    return push_branch(repository->remote, steps, out, err);
}

static int need(struct repository *repository, const git_oid *ids, size_t count, struct err *err)
{
    return missing_objects_fetch(repository->remote, ids, count, err);
}

static int renew(struct repository *repository, struct err *err)
{
    struct cache *cache = &repository->remote->cache;
    if (cache_lock(cache, err) < 0)
        return -1;
    int result = cache_open(cache, true, err);
    cache_unlock(cache);
    return result;
}

/* Fetches the commit of a journal that `tips` did not fetch. A failure is not a reason to make the
 * cache again: the branch's files are in it. */
static int fetch_journal(struct remote *remote, void *context, struct err *err)
{
    int result = remote_fetch_journal(remote, context, err);
    remote->suspect = false;
    return result;
}

/* A journal that is fetched from a server without version 2. */
struct old_journal {
    const char *branch;
    const git_oid *id;
};

static int fetch_old_journal(struct remote *remote, void *context, struct err *err)
{
    const struct old_journal *journal = context;
    return version0_journal(remote, journal->branch, journal->id, err);
}

static int journal_commit(struct repository *repository, const git_oid *id, struct err *err)
{
    git_oid wanted = *id;
    return git_odb_exists(repository->odb, id)
               ? 0
               : remote_talk(repository->remote, fetch_journal, &wanted, err);
}

static void find_journal(struct repository *repository, const char *branch, struct journal_tip *out)
{
    struct remote *remote = repository->remote;
    struct err err = {0};
    remote_journals_find(remote, branch, out);
    if (out->state != JOURNAL_READ || journal_commit(repository, &out->id, &err) == 0)
        return;
    struct old_journal old = {branch, &out->id};
    if (!remote->old || remote_talk_with_cache(remote, fetch_old_journal, &old, &err) < 0)
        journal_tip_doubt(out, &err);
}

static bool any_journal(const struct repository *repository)
{
    return repository->remote->journals.list.refs.count > 0;
}

static void default_branch(struct repository *repository, char out[BRANCH_MAX])
{
    memcpy(out, repository->remote->journals.head, BRANCH_MAX);
}

static bool seen_journal(const struct repository *repository, const char *journal, git_oid *out)
{
    return remote_journals_seen(repository->remote, journal, out);
}

/* Remembers the journal's tip, unless another process remembered one in the meantime. If that
 * fails, the previous one stays remembered. */
static void remember_journal(struct repository *repository, const char *journal, const git_oid *tip)
{
    struct remote *remote = repository->remote;
    struct cache *cache = &remote->cache;
    struct err ignored;
    struct seen now = {0};
    git_oid before;
    bool known = remote_journals_seen(remote, journal, &before);
    if (cache_lock(cache, &ignored) < 0)
        return;
    bool same = last_seen_read(cache, journal, &now, &ignored) < 0 ||
                (now.known == known && (!known || git_oid_equal(&now.id, &before)));
    if (same && last_seen_write(cache, journal, tip, &ignored) < 0)
        git_error_clear();
    cache_unlock(cache);
}

const struct repository_driver remote_driver = {.kind = REPOSITORY_REMOTE,
                                                .pushes = true,
                                                .open = remote_open,
                                                .close = remote_close,
                                                .refresh = refresh,
                                                .read = blob_read_or_renew,
                                                .tips = tips,
                                                .find = find,
                                                .move = move,
                                                .need = need,
                                                .renew = renew,
                                                .history = &remote_history,
                                                .journal = find_journal,
                                                .journal_any = any_journal,
                                                .default_branch = default_branch,
                                                .journal_commit = journal_commit,
                                                .journal_seen = seen_journal,
                                                .journal_remember = remember_journal};
