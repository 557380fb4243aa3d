// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/git/cache/server_cache.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/wire/ls_refs.h"
#include "reconciler/git/wire/wire_open.h"

static const char heads[] = "refs/heads/";
static const char journal_ref[] = "refs/heads/" JOURNAL_BRANCH;

static struct wire_options options_of_wire(const struct repository *repository)
{
    const struct repository_options *from = &repository->options;
    return (struct wire_options){.location = &repository->location,
                                 .username = from->username,
                                 .token = from->token,
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

int remote_open(struct repository *repository, struct err *err)
{
    if (library_open(err) != 0)
        return -1;
    repository->library = true;
    struct remote *remote = memory_must(calloc(1, sizeof *remote));
    repository->remote = remote;
    *remote = (struct remote){.repository = repository, .said = text_of(REPOSITORY_WORDS_MAX)};
    if (cache_make(&remote->cache, repository, err) != 0)
        return -1;
    struct wire_options options = options_of_wire(repository);
    return wire_open(&options, &remote->wire, err);
}

static void remote_close(struct repository *repository)
{
    struct remote *remote = repository->remote;
    if (remote == NULL)
        return;
    wire_close(remote->wire);
    cache_close(&remote->cache);
    text_done(&remote->said);
    free(remote);
    repository->remote = NULL;
}

const char *branch_shown(const char *ref)
{
    return text_starts(ref, heads) && !text_equal(ref, journal_ref) ? ref + strlen(heads) : NULL;
}

int no_branch(const char *branch, const char *others, struct err *err)
{
    err_set(err, branch != NULL ? "there is no branch \"%s\"" : "the server's HEAD is not a branch",
            branch);
    return err_hint(err, "the repository has: %s", others);
}

int remote_absent(struct conversation *at, const char *branch, struct tip *out)
{
    const char *const prefixes[] = {heads};
    struct served served;
    char others[256] = "";
    size_t used = 0;
    if (ls_refs_ask(at->remote->wire, &at->remote->capabilities, prefixes, 1, &at->arena, &served,
                    at->err) != 0)
        return -1;
    list_each (ref, &served.refs)
        if (branch_shown(ref->name) != NULL && used < sizeof others)
            used += (size_t)snprintf(others + used, sizeof others - used, "%s%s", used ? ", " : "",
                                     branch_shown(ref->name));
    if (used > 0)
        return no_branch(branch, others, at->err);
    /* An empty repository may say nothing of its HEAD: `main` is what git makes today. */
    *out = (struct tip){.journal = out->journal};
    snprintf(out->branch, sizeof out->branch, "%s", branch != NULL ? branch : "main");
    return 0;
}

static struct journal_tip find_journal(const struct served *served)
{
    const struct served_ref *ref = served_find(served, journal_ref);
    return ref != NULL && !git_oid_is_zero(&ref->id)
               ? (struct journal_tip){.state = JOURNAL_READ, .id = ref->id}
               : (struct journal_tip){.state = JOURNAL_NEW};
}

/* The branch and the journal's, by one request. */
static int ask_tip(struct conversation *at, struct tip *out)
{
    char name[BRANCH_MAX + 16];
    const char *branch = at->remote->repository->branch;
    const char *const prefixes[] = {name, journal_ref};
    struct served served;
    struct tip tip = {.exists = true};
    snprintf(name, sizeof name, "%s%s", branch != NULL ? heads : "HEAD",
             branch != NULL ? branch : "");
    if (ls_refs_ask(at->remote->wire, &at->remote->capabilities, prefixes, 2, &at->arena, &served,
                    at->err) != 0)
        return -1;
    out->journal = tip.journal = find_journal(&served);
    const struct served_ref *ref = served_find(&served, name);
    if (branch == NULL && ref != NULL && ref->target != NULL && text_starts(ref->target, heads))
        branch = ref->target + strlen(heads);
    if (branch != NULL && strlen(branch) >= sizeof tip.branch)
        return err_set(at->err, "the name of the server's branch is too long");
    if (branch == NULL || ref == NULL || git_oid_is_zero(&ref->id))
        return remote_absent(at, branch, out);
    snprintf(tip.branch, sizeof tip.branch, "%s", branch);
    tip.id = ref->id;
    *out = tip;
    return 0;
}

/* What came is a commit, or a tag of one, and its tree is there too; *id becomes the commit's. */
static int check_commit(struct remote *remote, const char *name, git_oid *id, struct err *err)
{
    git_object *object = NULL;
    commit_scope git_commit *commit = NULL;
    size_t size;
    git_object_t type = GIT_OBJECT_INVALID;
    remote->suspect = true;
    if (git_object_lookup(&object, remote->repository->git, id, GIT_OBJECT_ANY) != 0)
        return library_error(err, "the server did not send \"%s\"", name);
    int code = git_object_peel((git_object **)&commit, object, GIT_OBJECT_COMMIT);
    git_object_free(object);
    remote->suspect = code == 0;
    if (code != 0)
        return err_set(err, "\"%s\" is not a commit", name);
    if (git_odb_read_header(&size, &type, remote->repository->odb, git_commit_tree_id(commit)) !=
            0 ||
        type != GIT_OBJECT_TREE)
        return err_set(err, "the server did not send the files of \"%s\"", name);
    remote->suspect = false;
    *id = *git_commit_id(commit);
    return 0;
}

static void put_journal(struct conversation *at, struct object_ids *have)
{
    const struct cache *cache = &at->remote->cache;
    if (!git_oid_is_zero(&cache->journal) &&
        git_odb_exists(at->remote->repository->odb, &cache->journal))
        *list_add(&at->arena, &have->list) = cache->journal;
}

/* What the server may take for granted: tips that are here with all that belongs to them. */
static void put_haves(struct conversation *at, struct object_ids *have)
{
    const struct cache *cache = &at->remote->cache;
    if (!git_oid_is_zero(&cache->tip))
        *list_add(&at->arena, &have->list) = cache->tip;
    if (!git_oid_equal(&cache->journal, &cache->tip))
        put_journal(at, have);
    list_each (id, &cache->shallow.list)
        if (!git_oid_equal(id, &cache->tip) && !git_oid_equal(id, &cache->journal))
            *list_add(&at->arena, &have->list) = *id;
}

/* Commits with their trees into the cache, and with their files unless they are filtered out.
 * Those that are had may lack files of theirs where a repository is read in part. */
static int fetch_commits(struct conversation *at, const struct object_ids *want,
                         const struct object_ids *have, const char *filter, struct fetched *came)
{
    struct remote *remote = at->remote;
    struct fetch_request request = {.want = want,
                                    .have = have,
                                    .shallow = &remote->cache.shallow,
                                    .thin = true,
                                    .depth = 1,
                                    .filter = filter,
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = remote->repository->odb,
                                    .stop = remote->repository->options.stop};
    int result = fetch_pack(remote->wire, &remote->capabilities, &request, &at->arena,
                            &remote->said, came, at->err);
    remote->suspect = result != 0 && came->suspect;
    return result;
}

/* The server must know where our history ends, or it takes more for granted than we have: 1 when
 * the cache was begun anew for that. */
static int end_shallow(struct conversation *at)
{
    struct cache *cache = &at->remote->cache;
    if (at->remote->capabilities.shallow || cache->shallow.list.count == 0)
        return 0;
    return cache_open(cache, true, at->err) == 0 ? 1 : -1;
}

static const char *filter_of(const struct repository *repository)
{
    return repository_partial(repository) ? "blob:none" : NULL;
}

static int fetch_ids(struct conversation *at, struct tip *tip, bool branch, bool journal)
{
    struct remote *remote = at->remote;
    struct object_ids want = {0}, have = {0};
    struct fetched came;
    char name[BRANCH_MAX + 16];
    if (branch)
        *list_add(&at->arena, &want.list) = tip->id;
    if (journal)
        *list_add(&at->arena, &want.list) = tip->journal.id;
    /* Files of the journal are all read, and may not build on such as are lacking. */
    const char *filter = branch ? filter_of(remote->repository) : NULL;
    if (branch || !repository_partial(remote->repository))
        put_haves(at, &have);
    else
        put_journal(at, &have);
    snprintf(name, sizeof name, "%s%s", heads, tip->branch);
    if (fetch_commits(at, &want, &have, filter, &came) != 0 ||
        (branch && check_commit(remote, tip->branch, &tip->id, at->err) != 0) ||
        (journal && check_commit(remote, JOURNAL_BRANCH, &tip->journal.id, at->err) != 0))
        return -1;
    return cache_keep(&remote->cache, name, &tip->id, &came, at->err);
}

/* One fetch of both, or one each where the branch comes without its files. */
static int fetch_each(struct conversation *at, struct tip *tip, bool branch, bool journal)
{
    int renewed = end_shallow(at);
    if (renewed < 0)
        return -1;
    if (renewed > 0) {
        branch = tip->exists;
        journal = tip->journal.state == JOURNAL_READ;
    }
    if (!repository_partial(at->remote->repository) || !branch || !journal)
        return fetch_ids(at, tip, branch, journal);
    int result = fetch_ids(at, tip, true, false);
    return result == 0 ? fetch_ids(at, tip, false, true) : result;
}

int remote_obtain(struct conversation *at, const char *ref, git_oid *id)
{
    struct remote *remote = at->remote;
    struct object_ids want = {0}, have = {0};
    struct fetched came;
    if (git_odb_exists(remote->repository->odb, id))
        return check_commit(remote, ref, id, at->err);
    if (end_shallow(at) < 0)
        return -1;
    *list_add(&at->arena, &want.list) = *id;
    put_haves(at, &have);
    if (fetch_commits(at, &want, &have, filter_of(remote->repository), &came) != 0 ||
        check_commit(remote, ref, id, at->err) != 0)
        return -1;
    return cache_keep(&remote->cache, ref, id, &came, at->err);
}

/* Asks what the server can do. 1: it doesn't speak version 2. */
static int learn(struct conversation *at)
{
    struct remote *remote = at->remote;
    struct capabilities capabilities;
    remote->known = remote->recalled = false;
    if (wire_begin(remote->wire, WIRE_FETCH, 2, at->err) != 0 ||
        advertisement_read(remote->wire, WIRE_FETCH, &at->arena, &capabilities, NULL, at->err) != 0)
        return -1;
    bool able = capabilities.version == 2 && capabilities.ls_refs && capabilities.fetch;
    if (remote->wire->kind->stateless)
        told_keep(&remote->cache, able ? &capabilities : NULL);
    if (!able)
        return 1;
    remote->capabilities = capabilities;
    remote->known = remote->wire->kind->stateless;
    return 0;
}

/* What the server told an earlier run, unless it told this one. */
static void recall(struct remote *remote)
{
    if (!remote->known && remote->wire->kind->stateless &&
        told_read(&remote->cache, &remote->capabilities))
        remote->known = remote->recalled = true;
}

/* Begins with what is known of the server, if anything is. As learn. */
static int begin(struct conversation *at)
{
    if (!at->remote->known)
        return learn(at);
    wire_resume(at->remote->wire, WIRE_FETCH, 2);
    return 0;
}

/* Whether an answer may be a server's that is not what was known of it. */
static bool perhaps_another(const struct remote *remote)
{
    const struct wire *wire = remote->wire;
    return (wire->odd || (remote->recalled && wire->answered && !wire->denied)) &&
           !repository_stopped(remote->repository);
}

/* Both branches by one fetch. What is wrong with the journal's is no error of the other's. */
static int fetch_tips(struct conversation *at, struct tip *tip)
{
    struct remote *remote = at->remote;
    const struct repository *repository = remote->repository;
    bool branch = tip->exists && !git_odb_exists(repository->odb, &tip->id);
    bool journal =
        tip->journal.state == JOURNAL_READ && !git_odb_exists(repository->odb, &tip->journal.id);
    if (!branch && !journal)
        return 0;
    int result = fetch_each(at, tip, branch, journal);
    if (result == 0 || !journal || repository_stopped(repository) ||
        (remote->suspect && !remote->renewed))
        return result;
    journal_tip_doubt(&tip->journal, at->err);
    remote->suspect = false;
    /* Of two ids the server doesn't say which one it can't send. */
    if (!tip->exists || git_odb_exists(repository->odb, &tip->id))
        return 0;
    wire_end(remote->wire);
    result = begin(at);
    return result == 0 ? fetch_ids(at, tip, true, false) : result;
}

/* One conversation: as remote_converse, with a cache that is locked and open. */
static int speak(struct remote *remote, remote_talk *talk, void *context, struct err *err)
{
    struct conversation at = {.remote = remote, .err = err};
    text_clear(&remote->said);
    remote->suspect = false;
    if (remote->old)
        return 1;
    recall(remote);
    bool known = remote->known;
    int result = begin(&at);
    if (result == 0)
        result = talk(&at, context);
    if (result < 0 && known && perhaps_another(remote) && (result = learn(&at)) == 0)
        result = talk(&at, context);
    if (result == 0)
        remote->recalled = false;
    wire_end(remote->wire);
    arena_done(&at.arena);
    remote->old = result > 0;
    return result;
}

/* What remote_fetch fetches. */
struct wanted {
    const struct fetch_request *request;
    struct arena *arena;
    struct fetched *came;
};

static int talk_of_fetch(struct conversation *at, void *context)
{
    const struct wanted *wanted = context;
    return fetch_pack(at->remote->wire, &at->remote->capabilities, wanted->request, wanted->arena,
                      &at->remote->said, wanted->came, at->err);
}

int remote_fetch(struct remote *remote, const struct fetch_request *request, struct arena *arena,
                 struct fetched *came, bool *possible, struct err *err)
{
    struct wanted wanted = {request, arena, came};
    int result = speak(remote, talk_of_fetch, &wanted, err);
    *possible = result <= 0;
    return result < 0 ? -1 : 0;
}

/* Where the branches stand; with get, their commits are in the cache afterwards. */
struct branch_query {
    bool get;
    struct tip *out;
};

static int talk_of_tip(struct conversation *at, void *context)
{
    const struct branch_query *question = context;
    struct tip tip = {0};
    int result = ask_tip(at, &tip);
    if (result == 0 && question->get)
        result = fetch_tips(at, &tip);
    if (result == 0)
        *question->out = tip;
    return result;
}

static int ask(struct remote *remote, void *context, struct err *err)
{
    const struct branch_query *question = context;
    int result = speak(remote, talk_of_tip, context, err);
    if (result <= 0)
        return result;
    if (remote->cache.shallow.list.count > 0 && cache_open(&remote->cache, true, err) != 0)
        return -1;
    return smart_tip(remote, question->get, question->out, err);
}

int remote_look(struct remote *remote, struct tip *out, struct err *err)
{
    struct branch_query question = {.get = false, .out = out};
    return ask(remote, &question, err);
}

/* With the cache locked and open; once more with a new one when it seems to be damaged. */
static int with_cache(struct remote *remote,
                      int (*act)(struct remote *remote, void *context, struct err *err),
                      void *context, struct err *err)
{
    struct cache *cache = &remote->cache;
    if (cache_lock(cache, err) != 0)
        return -1;
    int result = cache_open(cache, false, err);
    if (result == 0 && (result = act(remote, context, err)) < 0 && remote->suspect &&
        !repository_stopped(remote->repository)) {
        struct err first = *err;
        result = cache_open(cache, true, err);
        remote->renewed = true;
        if (result == 0 && (result = act(remote, context, err)) < 0)
            *err = first;
        remote->renewed = false;
    }
    cache_unlock(cache);
    return result;
}

/* What is talked of in a conversation. */
struct talk_context {
    remote_talk *talk;
    void *context;
};

static int discuss(struct remote *remote, void *context, struct err *err)
{
    const struct talk_context *matter = context;
    return speak(remote, matter->talk, matter->context, err);
}

int remote_converse(struct remote *remote, remote_talk *talk, void *context, struct err *err)
{
    struct talk_context matter = {talk, context};
    return with_cache(remote, discuss, &matter, err);
}

/* Asks for the tip, and at the same moment for what was seen of its branch. */
static int ask_seen(struct remote *remote, void *context, struct err *err)
{
    const struct branch_query *question = context;
    const struct repository_options *options = &remote->repository->options;
    remote->seen = (struct seen){0};
    if (ask(remote, context, err) != 0)
        return -1;
    if (!trust_asked(&options->trust) ||
        rewind_read(&remote->cache, question->out->branch, &remote->seen, err) == 0)
        return 0;
    remote->suspect = false;
    return options->accept_rewind ? 0 : -1;
}

static int remote_tip(struct repository *repository, struct tip *out, struct err *err)
{
    struct branch_query question = {.get = true, .out = out};
    return with_cache(repository->remote, ask_seen, &question, err);
}

static int remote_renew(struct repository *repository, struct err *err)
{
    struct remote *remote = repository->remote;
    if (cache_lock(&remote->cache, err) != 0)
        return -1;
    int result = cache_open(&remote->cache, true, err);
    cache_unlock(&remote->cache);
    return result;
}

const git_oid *remote_journal(const struct remote *remote)
{
    return &remote->cache.journal;
}

void remote_remember(struct remote *remote, const git_oid *tip)
{
    struct err ignored;
    if (cache_lock(&remote->cache, &ignored) != 0)
        return;
    if (cache_remember(&remote->cache, tip, &ignored) != 0)
        git_error_clear();
    cache_unlock(&remote->cache);
}

const struct repository_driver remote_driver = {.tip = remote_tip,
                                                .move = remote_move,
                                                .guard = rewind_guard,
                                                .need = remote_need,
                                                .renew = remote_renew,
                                                .close = remote_close};
