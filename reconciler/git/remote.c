// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote.h"

#include <git2/sys/mempack.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reconciler/git/library.h"

static const char push_ref[] = "refs/weir/push";

static void remote_free_at(git_remote **remote)
{
    git_remote_free(*remote);
}
#define remote_scope CLEANUP(remote_free_at)

int remote_open(struct repository *repository, struct err *err)
{
    const struct repository_options *options = &repository->options;
    if (library_open(err) != 0)
        return -1;
    repository->library = true;
    struct remote *remote = memory_must(calloc(1, sizeof *remote));
    repository->remote = remote;
    *remote = (struct remote){
        .repository = repository, .lock = -1, .said = text_of(REPOSITORY_WORDS_MAX)};
    if (cache_folder(repository, &remote->folder, err) != 0)
        return -1;
    if (repository->location.scheme == LOCATION_SSH)
        return 0;
    struct exchange_options how = {
        .user_agent = "git/weir-" WEIR_VERSION, /* servers look for "git/" */
        .ca_files = options->ca_files,
        .ca_file_count = options->ca_file_count,
        .username = options->token && !options->username ? "weir" : options->username,
        .password = options->token,
        .plain = repository->location.scheme == LOCATION_HTTP,
        .connect_seconds = options->connect_seconds,
        .silence_seconds = options->silence_seconds,
        .total_seconds = options->total_seconds,
        .stop = options->stop,
    };
    return exchange_open(&remote->exchange, &how, err);
}

static void remote_close(struct repository *repository)
{
    struct remote *remote = repository->remote;
    if (!remote)
        return;
    exchange_close(remote->exchange);
    cache_close(remote);
    if (remote->lock >= 0)
        close(remote->lock);
    text_done(&remote->said);
    free(remote->folder);
    free(remote);
    repository->remote = NULL;
}

static int make_transport(git_transport **out, git_remote *owner, void *payload)
{
    struct remote *remote = payload;
    bool ssh = remote->repository->location.scheme == LOCATION_SSH;
    git_smart_subtransport_definition definition = {
        .callback = ssh ? ssh_transport : web_transport, .rpc = !ssh, .param = remote};
    return git_transport_smart(out, owner, &definition);
}

static int on_progress(const git_indexer_progress *progress, void *payload)
{
    (void)progress;
    struct remote *remote = payload;
    return stopped(remote->repository) ? -1 : 0;
}

static int on_said(const char *text, int length, void *payload)
{
    struct remote *remote = payload;
    size_t room = remote->said.maximum - remote->said.length;
    size_t size = length < 0 ? 0 : (size_t)length;
    return text_append(&remote->said, text, size < room ? size : room);
}

static int on_negotiation(const git_push_update **updates, size_t count, void *payload)
{
    struct remote *remote = payload;
    static const git_oid none = {0};
    const git_oid *from = remote->from ? remote->from : &none;
    /* `src` is what the server has now, whatever its name says; it then enforces it. */
    remote->moved = count != 1 || !git_oid_equal(&updates[0]->src, from);
    if (remote->moved)
        git_error_set_str(GIT_ERROR_REFERENCE, "the branch moved meanwhile");
    return remote->moved ? -1 : 0;
}

static int on_judgement(const char *ref, const char *status, void *payload)
{
    struct remote *remote = payload;
    (void)ref; /* we push one */
    remote->judged = true;
    if (status)
        words_copy(remote->refusal, sizeof remote->refusal, status, strlen(status));
    return 0;
}

static git_remote_callbacks make_callbacks(struct remote *remote)
{
    git_remote_callbacks made = GIT_REMOTE_CALLBACKS_INIT;
    made.transport = make_transport;
    made.sideband_progress = on_said;
    made.transfer_progress = on_progress;
    made.push_negotiation = on_negotiation;
    made.push_update_reference = on_judgement;
    made.payload = remote;
    return made;
}

static void forget(struct remote *remote)
{
    remote->failure = (struct err){0};
    remote->denied = remote->moved = remote->judged = remote->suspect = false;
    remote->refusal[0] = '\0';
    text_clear(&remote->said);
}

/* The subtransport's own error says more than what libgit2 makes of it. */
static int remote_error(const struct remote *remote, struct err *err)
{
    if (!*remote->failure.message)
        return library_error(err, "talking to the server");
    *err = remote->failure;
    return -1;
}

static int connect_to(struct remote *remote, git_direction direction, git_remote **out,
                      struct err *err)
{
    struct repository *repository = remote->repository;
    git_remote_callbacks callbacks = make_callbacks(remote);
    git_remote_create_options how = GIT_REMOTE_CREATE_OPTIONS_INIT;
    how.repository = repository->git;
    /* Looking for url.*.insteadOf costs libgit2 1.5 20 KB of leaked memory a line of config. */
    how.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
    forget(remote);
    if (git_remote_create_with_opts(out, repository->location.url, &how) != 0 ||
        git_remote_connect(*out, direction, &callbacks, NULL, NULL) != 0)
        return remote_error(remote, err);
    return 0;
}

static const git_remote_head *head_find(const git_remote_head **heads, size_t count,
                                        const char *branch)
{
    for (size_t i = 0; i < count; i++)
        if (text_starts(heads[i]->name, "refs/heads/") &&
            text_equal(heads[i]->name + strlen("refs/heads/"), branch))
            return heads[i];
    return NULL;
}

static int no_branch(const git_remote_head **heads, size_t count, const char *branch,
                     struct err *err)
{
    char others[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof others; i++)
        if (text_starts(heads[i]->name, "refs/heads/"))
            used += (size_t)snprintf(others + used, sizeof others - used, "%s%s", used ? ", " : "",
                                     heads[i]->name + strlen("refs/heads/"));
    err_set(err, branch ? "there is no branch \"%s\"" : "the server's HEAD names no branch",
            branch);
    return err_hint(err, "the repository has: %s", others);
}

/* Which of the server's refs is the branch. */
static int judge_heads(struct remote *remote, git_remote *connected, struct tip *out,
                       struct err *err)
{
    const git_remote_head **heads = NULL;
    size_t count = 0, branches = 0;
    git_buf name = {0};
    const char *branch = remote->repository->branch;
    struct tip tip = {0};
    if (git_remote_ls(&heads, &count, connected) != 0)
        return remote_error(remote, err);
    for (size_t i = 0; i < count; i++)
        branches += text_starts(heads[i]->name, "refs/heads/");
    if (!branch && git_remote_default_branch(&name, connected) == 0 &&
        text_starts(name.ptr, "refs/heads/"))
        branch = name.ptr + strlen("refs/heads/");
    const git_remote_head *head = branch ? head_find(heads, count, branch) : NULL;
    int result = 0;
    if (head) {
        tip.exists = true;
        tip.id = head->oid;
    } else if (branches > 0) {
        result = no_branch(heads, count, branch, err);
    }
    /* An empty repository says nothing of its HEAD: `main` is what git makes today. */
    snprintf(tip.branch, sizeof tip.branch, "%s", branch ? branch : "main");
    git_buf_dispose(&name);
    if (result == 0)
        *out = tip;
    return result;
}

static int fetch(struct remote *remote, git_remote *connected, const struct tip *tip,
                 struct err *err)
{
    struct repository *repository = remote->repository;
    char name[BRANCH_MAX + 16], spec[2 * sizeof name + 2];
    git_oid have;
    snprintf(name, sizeof name, "refs/heads/%s", tip->branch);
    if (git_reference_name_to_id(&have, repository->git, name) == 0 &&
        git_oid_equal(&have, &tip->id) && git_odb_exists(repository->odb, &tip->id))
        return 0;
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    int result = 0;
    snprintf(spec, sizeof spec, "+%s:%s", name, name);
    char *specs[] = {spec};
    options.callbacks = make_callbacks(remote);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.update_fetchhead = 0;
    if (git_remote_download(connected, &(git_strarray){specs, 1}, &options) != 0 ||
        git_remote_update_tips(connected, &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                               NULL) != 0)
        result = remote_error(remote, err);
    else if (!git_odb_exists(repository->odb, &tip->id))
        result = err_set(err, "the server didn't send the commit of \"%s\"", tip->branch);
    remote->suspect = result != 0 && !*remote->failure.message;
    return result;
}

static int ask(struct remote *remote, bool get, struct tip *out, struct err *err)
{
    remote_scope git_remote *connected = NULL;
    struct tip tip;
    if (connect_to(remote, GIT_DIRECTION_FETCH, &connected, err) != 0 ||
        judge_heads(remote, connected, &tip, err) != 0)
        return -1;
    if (get && tip.exists && fetch(remote, connected, &tip, err) != 0)
        return -1;
    *out = tip;
    return 0;
}

static int remote_tip(struct repository *repository, struct tip *out, struct err *err)
{
    struct remote *remote = repository->remote;
    if (cache_lock(remote, err) != 0)
        return -1;
    int result = cache_open(remote, false, err);
    if (result == 0 && (result = ask(remote, true, out, err)) != 0 && remote->suspect &&
        !stopped(repository)) {
        struct err first = *err;
        result = cache_open(remote, true, err);
        if (result == 0 && (result = ask(remote, true, out, err)) != 0)
            *err = first;
    }
    cache_unlock(remote);
    return result;
}

static int remote_renew(struct repository *repository, struct err *err)
{
    struct remote *remote = repository->remote;
    if (cache_lock(remote, err) != 0)
        return -1;
    int result = cache_open(remote, true, err);
    cache_unlock(remote);
    return result;
}

static int push(struct remote *remote, const git_oid *to, const char *branch, struct err *err)
{
    struct repository *repository = remote->repository;
    char spec[BRANCH_MAX + 64];
    remote_scope git_remote *connected = NULL;
    reference_scope git_reference *source = NULL;
    git_push_options options = GIT_PUSH_OPTIONS_INIT;
    options.callbacks = make_callbacks(remote);
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.pb_parallelism = 1;
    forget(remote);
    /* "+": libgit2 need not know the server's commit; on_negotiation is the lease. */
    snprintf(spec, sizeof spec, "+%s:refs/heads/%s", push_ref, branch);
    char *specs[] = {spec};
    if (git_reference_create(&source, repository->git, push_ref, to, 1, NULL) != 0)
        return library_error(err, "the commit can't be kept");
    int code = connect_to(remote, GIT_DIRECTION_PUSH, &connected, err);
    if (code == 0 && git_remote_upload(connected, &(git_strarray){specs, 1}, &options) != 0)
        code = remote_error(remote, err);
    git_reference_delete(source);
    if (code == 0 && !remote->judged)
        return err_set(err, "the server said nothing of the branch");
    return code;
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

/* After anything but a plain yes the ref is read again, and what it says counts. */
static int judge_push(struct remote *remote, bool trouble, const git_oid *from, const git_oid *to,
                      struct write_outcome *out, struct err *err)
{
    struct tip now;
    struct err again = {0};
    bool denied = remote->denied, refused = remote->judged && *remote->refusal;
    take_words(remote, denied ? remote->failure.message : remote->refusal, out);
    if (ask(remote, false, &now, &again) != 0)
        return trouble ? -1 : (*err = again, -1);
    bool moved = from ? !now.exists || !git_oid_equal(&now.id, from) : now.exists;
    if (now.exists && git_oid_equal(&now.id, to)) {
        out->result = WRITE_DONE;
        out->words[0] = '\0';
    } else if (moved) {
        out->result = WRITE_RACE;
    } else if (refused || denied) {
        out->result = WRITE_REFUSED;
    } else {
        return -1;
    }
    return 0;
}

static int remote_move(struct repository *repository, const git_oid *from, const git_oid *to,
                       struct write_outcome *out, struct err *err)
{
    struct remote *remote = repository->remote;
    if (cache_lock(remote, err) != 0)
        return -1;
    remote->from = from;
    bool trouble = push(remote, to, repository->tip.branch, err) != 0;
    int result = 0;
    if (!trouble && !*remote->refusal)
        out->result = WRITE_DONE;
    else
        result = judge_push(remote, trouble, from, to, out, err);
    git_mempack_reset(remote->memory);
    cache_unlock(remote);
    return result;
}

const struct access remote_access = {
    .tip = remote_tip, .move = remote_move, .renew = remote_renew, .close = remote_close};
