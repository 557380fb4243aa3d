// SPDX-License-Identifier: Apache-2.0
/* Servers without version 2: libgit2's smart code over our wire, the whole history at once. */
#include <git2/sys/transport.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote.h"

enum { BODY_MAX = 64 << 20 };

/* One fetch of libgit2's. */
struct smart {
    struct remote *remote;
    struct err failure; /* of the wire, when its message is not "" */
};

struct smart_stream {
    git_smart_subtransport_stream parent;
    struct smart *smart;
    struct text body; /* of a wire without state: sent when an answer is read */
};

struct subtransport {
    git_smart_subtransport parent;
    struct smart_stream stream; /* the one and only, as libgit2 wants it of a wire with state */
};

static void git_remote_free_at(git_remote **remote)
{
    git_remote_free(*remote);
}
#define git_remote_scope CLEANUP(git_remote_free_at)

static int failed(struct smart *smart)
{
    git_error_set_str(GIT_ERROR_NET, smart->failure.message);
    return -1;
}

static int stream_read(git_smart_subtransport_stream *parent, char *buffer, size_t size,
                       size_t *got)
{
    struct smart_stream *stream = (struct smart_stream *)parent;
    struct wire *wire = stream->smart->remote->wire;
    struct err *err = &stream->smart->failure;
    *got = 0;
    if (stream->body.length > 0) {
        int code = wire->kind->ask(wire, stream->body.data, stream->body.length, err);
        text_clear(&stream->body);
        if (code != 0)
            return failed(stream->smart);
    }
    return wire->kind->read(wire, buffer, size, got, err) == 0 ? 0 : failed(stream->smart);
}

static int stream_write(git_smart_subtransport_stream *parent, const char *bytes, size_t length)
{
    struct smart_stream *stream = (struct smart_stream *)parent;
    struct wire *wire = stream->smart->remote->wire;
    struct err *err = &stream->smart->failure;
    if (!wire->kind->stateless)
        return wire->kind->ask(wire, bytes, length, err) == 0 ? 0 : failed(stream->smart);
    if (text_append(&stream->body, bytes, length) == 0)
        return 0;
    err_set(err, "the request to the server is too long");
    return failed(stream->smart);
}

static void stream_free(git_smart_subtransport_stream *parent)
{
    text_done(&((struct smart_stream *)parent)->body);
}

static int act(git_smart_subtransport_stream **out, git_smart_subtransport *parent, const char *url,
               git_smart_service_t action)
{
    struct subtransport *subtransport = (struct subtransport *)parent;
    struct smart *smart = subtransport->stream.smart;
    (void)url;
    if (action == GIT_SERVICE_UPLOADPACK_LS &&
        wire_begin(smart->remote->wire, WIRE_FETCH, 0, &smart->failure) != 0)
        return failed(smart);
    *out = &subtransport->stream.parent;
    return 0;
}

static int subtransport_close(git_smart_subtransport *parent)
{
    wire_end(((struct subtransport *)parent)->stream.smart->remote->wire);
    return 0;
}

static void subtransport_free(git_smart_subtransport *parent)
{
    text_done(&((struct subtransport *)parent)->stream.body);
    free(parent);
}

static int make_subtransport(git_smart_subtransport **out, git_transport *owner, void *param)
{
    struct subtransport *made = memory_must(calloc(1, sizeof *made));
    (void)owner;
    made->parent = (git_smart_subtransport){
        .action = act, .close = subtransport_close, .free = subtransport_free};
    made->stream = (struct smart_stream){
        .parent = {.subtransport = &made->parent,
                   .read = stream_read,
                   .write = stream_write,
                   .free = stream_free},
        .smart = param,
        .body = text_of(BODY_MAX),
    };
    *out = &made->parent;
    return 0;
}

static int make_transport(git_transport **out, git_remote *owner, void *payload)
{
    struct smart *smart = payload;
    git_smart_subtransport_definition definition = {
        .callback = make_subtransport, .rpc = smart->remote->wire->kind->stateless, .param = smart};
    return git_transport_smart(out, owner, &definition);
}

static int on_progress(const git_indexer_progress *progress, void *payload)
{
    const struct smart *smart = payload;
    if (progress->received_bytes > REPOSITORY_PACK_MAX)
        git_error_set_str(GIT_ERROR_NET, "the server's pack is too long");
    return repository_stopped(smart->remote->repository) ||
                   progress->received_bytes > REPOSITORY_PACK_MAX
               ? -1
               : 0;
}

/* The wire's own error says more than what libgit2 makes of it. */
static int smart_error(const struct smart *smart, struct err *err)
{
    if (!*smart->failure.message)
        return library_error(err, "talking to the server");
    *err = smart->failure;
    return -1;
}

static git_remote_callbacks make_callbacks(struct smart *smart)
{
    git_remote_callbacks made = GIT_REMOTE_CALLBACKS_INIT;
    made.transport = make_transport;
    made.transfer_progress = on_progress;
    made.payload = smart;
    return made;
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

/* Which of the server's refs is the branch. */
static int judge_heads(struct smart *smart, git_remote *connected, struct tip *out, struct err *err)
{
    const git_remote_head **heads = NULL;
    size_t count = 0, used = 0;
    git_buf name = {0};
    char others[256] = "";
    const char *branch = smart->remote->repository->branch;
    struct tip tip = {0};
    if (git_remote_ls(&heads, &count, connected) != 0)
        return smart_error(smart, err);
    for (size_t i = 0; i < count && used < sizeof others; i++)
        if (branch_shown(heads[i]->name) != NULL)
            used += (size_t)snprintf(others + used, sizeof others - used, "%s%s", used ? ", " : "",
                                     branch_shown(heads[i]->name));
    if (branch == NULL && git_remote_default_branch(&name, connected) == 0 &&
        text_starts(name.ptr, "refs/heads/"))
        branch = name.ptr + strlen("refs/heads/");
    const git_remote_head *head = branch != NULL ? head_find(heads, count, branch) : NULL;
    const git_remote_head *journal = head_find(heads, count, JOURNAL_BRANCH);
    int result = 0;
    tip.journal.state = journal != NULL ? JOURNAL_READ : JOURNAL_NEW;
    if (journal != NULL)
        tip.journal.id = journal->oid;
    if (head != NULL) {
        tip.exists = true;
        tip.id = head->oid;
    } else if (used > 0) {
        result = no_branch(branch, others, err);
    }
    /* An empty repository says nothing of its HEAD: `main` is what git makes today. */
    snprintf(tip.branch, sizeof tip.branch, "%s", branch != NULL ? branch : "main");
    git_buf_dispose(&name);
    if (result == 0)
        *out = tip;
    return result;
}

/* Whether the branch of the cache stands where the server's does. */
static bool have(const struct repository *repository, const char *name, const git_oid *id)
{
    git_oid at;
    return git_reference_name_to_id(&at, repository->git, name) == 0 && git_oid_equal(&at, id) &&
           git_odb_exists(repository->odb, id);
}

/* Fetches the branch, the journal's or both; each has its whole history afterwards. */
static int fetch(struct smart *smart, git_remote *connected, const struct tip *tip, bool branch,
                 bool journal, struct err *err)
{
    static char journal_spec[] = "+refs/heads/" JOURNAL_BRANCH ":refs/heads/" JOURNAL_BRANCH;
    struct repository *repository = smart->remote->repository;
    char name[BRANCH_MAX + 16], spec[2 * sizeof name + 2];
    char *specs[2];
    size_t count = 0;
    git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
    int result = 0;
    snprintf(name, sizeof name, "refs/heads/%s", tip->branch);
    snprintf(spec, sizeof spec, "+%s:%s", name, name);
    if (branch)
        specs[count++] = spec;
    if (journal)
        specs[count++] = journal_spec;
    options.callbacks = make_callbacks(smart);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.update_fetchhead = 0;
    if (git_remote_download(connected, &(git_strarray){specs, count}, &options) != 0 ||
        git_remote_update_tips(connected, &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                               NULL) != 0)
        result = smart_error(smart, err);
    else if (branch && !git_odb_exists(repository->odb, &tip->id))
        result = err_set(err, "the server didn't send the commit of \"%s\"", tip->branch);
    else if (journal && !git_odb_exists(repository->odb, &tip->journal.id))
        result = err_set(err, "the server didn't send the commit of \"" JOURNAL_BRANCH "\"");
    smart->remote->suspect = result != 0 && !*smart->failure.message;
    if (result == 0)
        result = cache_keep(&smart->remote->cache, name, &tip->id, NULL, err);
    return result;
}

static int connect_to(struct smart *smart, git_remote **out, struct err *err)
{
    git_remote_callbacks callbacks = make_callbacks(smart);
    git_remote_create_options how = GIT_REMOTE_CREATE_OPTIONS_INIT;
    how.repository = smart->remote->repository->git;
    /* Looking for url.*.insteadOf costs libgit2 1.5 20 KB of leaked memory a line of config. */
    how.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
    if (git_remote_create_with_opts(out, smart->remote->repository->location.url, &how) != 0 ||
        git_remote_connect(*out, GIT_DIRECTION_FETCH, &callbacks, NULL, NULL) != 0)
        return smart_error(smart, err);
    return 0;
}

/* without: a journal that could not be fetched is left out, and this says why. */
static int try_tip(struct remote *remote, bool get, const struct err *without, struct tip *out,
                   struct err *err)
{
    struct smart smart = {.remote = remote};
    struct repository *repository = remote->repository;
    git_remote_scope git_remote *connected = NULL;
    char name[BRANCH_MAX + 16];
    struct tip tip = {0};
    if (connect_to(&smart, &connected, err) != 0 || judge_heads(&smart, connected, &tip, err) != 0)
        return -1;
    if (without != NULL)
        journal_tip_doubt(&tip.journal, without);
    snprintf(name, sizeof name, "refs/heads/%s", tip.branch);
    bool branch = get && tip.exists && !have(repository, name, &tip.id);
    bool journal = get && tip.journal.state == JOURNAL_READ &&
                   !have(repository, "refs/heads/" JOURNAL_BRANCH, &tip.journal.id);
    int result = 0;
    if (branch || journal)
        result = fetch(&smart, connected, &tip, branch, journal, err);
    /* What is wrong with the journal's branch is no error of the other's. */
    if (result != 0 && journal && !repository_stopped(repository) &&
        (!remote->suspect || remote->renewed))
        return 1;
    if (result == 0)
        *out = tip;
    return result;
}

int smart_tip(struct remote *remote, bool get, struct tip *out, struct err *err)
{
    int result = try_tip(remote, get, NULL, out, err);
    if (result <= 0)
        return result;
    struct err why = *err;
    return try_tip(remote, get, &why, out, err);
}
