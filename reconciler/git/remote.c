// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/git/library.h"
#include "reconciler/git/ls_refs.h"
#include "reconciler/git/pack.h"
#include "reconciler/git/push.h"

static const char heads[] = "refs/heads/";

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
    return repository->location.scheme == LOCATION_SSH ? ssh_open(repository, &remote->wire, err)
                                                       : web_open(repository, &remote->wire, err);
}

static void remote_close(struct repository *repository)
{
    struct remote *remote = repository->remote;
    if (!remote)
        return;
    wire_close(remote->wire);
    cache_close(&remote->cache);
    text_done(&remote->said);
    free(remote);
    repository->remote = NULL;
}

int no_branch(const char *branch, const char *others, struct err *err)
{
    err_set(err, branch ? "there is no branch \"%s\"" : "the server's HEAD names no branch",
            branch);
    return err_hint(err, "the repository has: %s", others);
}

/* One conversation about where a branch stands. */
struct inquiry {
    struct remote *remote;
    struct arena arena;
    struct err *err;
};

/* The branch isn't among what was asked for: perhaps others are, perhaps the repository is empty.
 */
static int judge_absent(struct inquiry *at, const char *branch, struct tip *out)
{
    const char *const prefixes[] = {heads};
    struct served served;
    char others[256] = "";
    size_t used = 0;
    if (ls_refs_ask(at->remote->wire, &at->remote->capabilities, prefixes, 1, &at->arena, &served,
                    at->err) != 0)
        return -1;
    list_each (ref, &served.refs)
        if (text_starts(ref->name, heads) && used < sizeof others)
            used += (size_t)snprintf(others + used, sizeof others - used, "%s%s", used ? ", " : "",
                                     ref->name + strlen(heads));
    if (used > 0)
        return no_branch(branch, others, at->err);
    /* An empty repository may say nothing of its HEAD: `main` is what git makes today. */
    *out = (struct tip){0};
    snprintf(out->branch, sizeof out->branch, "%s", branch ? branch : "main");
    return 0;
}

static int ask_tip(struct inquiry *at, struct tip *out)
{
    char name[BRANCH_MAX + 16];
    const char *branch = at->remote->repository->branch;
    const char *const prefixes[] = {name};
    struct served served;
    struct tip tip = {.exists = true};
    snprintf(name, sizeof name, "%s%s", branch ? heads : "HEAD", branch ? branch : "");
    if (ls_refs_ask(at->remote->wire, &at->remote->capabilities, prefixes, 1, &at->arena, &served,
                    at->err) != 0)
        return -1;
    const struct served_ref *ref = served_find(&served, name);
    if (!branch && ref && ref->target && text_starts(ref->target, heads))
        branch = ref->target + strlen(heads);
    if (branch && strlen(branch) >= sizeof tip.branch)
        return err_set(at->err, "the name of the server's branch is too long");
    if (!branch || !ref || git_oid_is_zero(&ref->id))
        return judge_absent(at, branch, out);
    snprintf(tip.branch, sizeof tip.branch, "%s", branch);
    tip.id = ref->id;
    *out = tip;
    return 0;
}

/* The commit that came, and its tree, are what they should be. */
static int check_tip(struct remote *remote, const struct tip *tip, struct err *err)
{
    git_commit *commit = NULL;
    size_t size;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_commit_lookup(&commit, remote->repository->git, &tip->id) != 0)
        return library_error(err, "the server didn't send the commit of \"%s\"", tip->branch);
    int code =
        git_odb_read_header(&size, &type, remote->repository->odb, git_commit_tree_id(commit));
    git_commit_free(commit);
    if (code != 0 || type != GIT_OBJECT_TREE)
        return err_set(err, "the server didn't send the files of \"%s\"", tip->branch);
    return 0;
}

static int fetch_tip(struct inquiry *at, const struct tip *tip)
{
    struct remote *remote = at->remote;
    struct cache *cache = &remote->cache;
    struct object_ids have = {0};
    struct fetched came;
    char name[BRANCH_MAX + 16];
    if (git_odb_exists(remote->repository->odb, &tip->id))
        return 0;
    /* The server must know where our history ends, or it takes more for granted than we have. */
    if (!remote->capabilities.shallow && cache->shallow.list.count > 0 &&
        cache_open(cache, true, at->err) != 0)
        return -1;
    if (!git_oid_is_zero(&cache->tip))
        *list_add(&at->arena, &have.list) = cache->tip;
    list_each (id, &cache->shallow.list)
        if (!git_oid_equal(id, &cache->tip))
            *list_add(&at->arena, &have.list) = *id;
    struct fetch_request request = {.want = tip->id,
                                    .have = &have,
                                    .shallow = &cache->shallow,
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = remote->repository->odb,
                                    .stop = remote->repository->options.stop};
    int result = fetch_pack(remote->wire, &remote->capabilities, &request, &at->arena,
                            &remote->said, &came, at->err);
    remote->suspect = result != 0 && came.suspect;
    if (result == 0 && (result = check_tip(remote, tip, at->err)) != 0)
        remote->suspect = true;
    snprintf(name, sizeof name, "%s%s", heads, tip->branch);
    if (result == 0)
        result = cache_keep(cache, name, &tip->id, &came, at->err);
    return result;
}

/* 1: the server doesn't speak version 2. */
static int learn(struct inquiry *at)
{
    struct remote *remote = at->remote;
    struct capabilities capabilities;
    if (remote->known) {
        wire_resume(remote->wire, WIRE_FETCH, 2);
        return 0;
    }
    if (wire_begin(remote->wire, WIRE_FETCH, 2, at->err) != 0 ||
        advertisement_read(remote->wire, WIRE_FETCH, &at->arena, &capabilities, NULL, at->err) != 0)
        return -1;
    if (capabilities.version != 2 || !capabilities.ls_refs || !capabilities.fetch)
        return 1;
    remote->capabilities = capabilities;
    remote->known = remote->wire->kind->stateless;
    return 0;
}

static int inquire(struct inquiry *at, bool get, struct tip *out)
{
    struct tip tip = {0};
    int result = learn(at);
    if (result == 0)
        result = ask_tip(at, &tip);
    if (result == 0 && get && tip.exists)
        result = fetch_tip(at, &tip);
    if (result == 0)
        *out = tip;
    return result;
}

/* Where the branch stands; with get, its commit is in the cache afterwards. */
static int ask(struct remote *remote, bool get, struct tip *out, struct err *err)
{
    int result = 1;
    text_clear(&remote->said);
    remote->suspect = false;
    if (!remote->old) {
        struct inquiry at = {.remote = remote, .err = err};
        bool known = remote->known;
        result = inquire(&at, get, out);
        if (result < 0 && known && remote->wire->odd && !stopped(remote->repository)) {
            remote->known = false; /* the server may be another one by now */
            result = inquire(&at, get, out);
        }
        wire_end(remote->wire);
        arena_done(&at.arena);
    }
    if (result <= 0)
        return result;
    remote->old = true;
    if (remote->cache.shallow.list.count > 0 && cache_open(&remote->cache, true, err) != 0)
        return -1;
    return smart_tip(remote, get, out, err);
}

static int remote_tip(struct repository *repository, struct tip *out, struct err *err)
{
    struct remote *remote = repository->remote;
    struct cache *cache = &remote->cache;
    if (cache_lock(cache, err) != 0)
        return -1;
    int result = cache_open(cache, false, err);
    if (result == 0 && (result = ask(remote, true, out, err)) != 0 && remote->suspect &&
        !stopped(repository)) {
        struct err first = *err;
        result = cache_open(cache, true, err);
        if (result == 0 && (result = ask(remote, true, out, err)) != 0)
            *err = first;
    }
    cache_unlock(cache);
    return result;
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

/* The server's words for people go behind its verdict. */
static void take_words(const struct remote *remote, const char *verdict, struct write_outcome *out)
{
    char words[REPOSITORY_WORDS_MAX * 2 + 8];
    int length = snprintf(words, sizeof words, "%s%s%.*s", verdict, remote->said.length ? ": " : "",
                          (int)remote->said.length, remote->said.data ? remote->said.data : "");
    size_t size = length < 0 ? 0 : (size_t)length;
    words_copy(out->words, sizeof out->words, words, size < sizeof words ? size : sizeof words - 1);
}

/* After anything but a plain yes the ref is read again, and what it says counts. trouble: why
 * there was no judgement. */
static int judge_push(struct remote *remote, const struct push_update *update, bool denied,
                      const struct err *trouble, struct write_outcome *out, struct err *err)
{
    struct tip now;
    struct err again = {0};
    const git_oid *from = update->from;
    take_words(remote, denied ? trouble->message : update->words, out);
    if (ask(remote, false, &now, &again) != 0)
        return *err = trouble ? *trouble : again, -1;
    bool moved = from ? !now.exists || !git_oid_equal(&now.id, from) : now.exists;
    if (now.exists && git_oid_equal(&now.id, update->to)) {
        out->result = WRITE_DONE;
        out->words[0] = '\0';
    } else if (moved) {
        out->result = WRITE_RACE;
    } else if (denied || update->verdict == PUSH_REFUSED) {
        out->result = WRITE_REFUSED;
    } else {
        if (!trouble)
            return err_set(err, "the server refused the push as if the branch had moved");
        *err = *trouble;
        return -1;
    }
    return 0;
}

/* What was pushed is what the next reading would fetch. It may fail: then that fetches it. */
static void keep_pushed(struct remote *remote, const char *ref, const struct push_update *update)
{
    const struct repository *repository = remote->repository;
    struct err ignored;
    if (cache_open(&remote->cache, false, &ignored) != 0 ||
        (update->from && !git_odb_exists(repository->odb, update->from)) ||
        pack_index(repository->odb, &repository->pack, &ignored) != 0 ||
        cache_keep(&remote->cache, ref, update->to, NULL, &ignored) != 0)
        git_error_clear();
}

static int remote_move(struct repository *repository, const git_oid *from, const git_oid *to,
                       struct write_outcome *out, struct err *err)
{
    struct remote *remote = repository->remote;
    char ref[BRANCH_MAX + 16];
    struct push_update update = {.ref = ref, .from = from, .to = to};
    struct push_request request = {.updates = &update, .count = 1, .pack = &repository->pack};
    struct err trouble = {0};
    int result = 0;
    if (cache_lock(&remote->cache, err) != 0)
        return -1;
    text_clear(&remote->said);
    snprintf(ref, sizeof ref, "%s%s", heads, repository->tip.branch);
    bool failed = push_send(remote->wire, &request, &remote->said, &trouble) != 0;
    if (!failed && update.verdict == PUSH_TAKEN)
        out->result = WRITE_DONE;
    else
        result = judge_push(remote, &update, failed && remote->wire->denied,
                            failed ? &trouble : NULL, out, err);
    if (result == 0 && out->result == WRITE_DONE)
        keep_pushed(remote, ref, &update);
    text_clear(&repository->pack);
    cache_unlock(&remote->cache);
    return result;
}

const struct access remote_access = {
    .tip = remote_tip, .move = remote_move, .renew = remote_renew, .close = remote_close};
