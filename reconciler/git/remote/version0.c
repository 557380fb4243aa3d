// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/version0.h"

#include <git2/sys/transport.h>
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/refs/tip.h"

enum { BODY_MAX = 64 << 20 };

/* One fetch of libgit2's. */
struct version0 {
    struct remote *remote;
    struct err failure; /* of the wire, when its message is not "" */
};

struct version0_stream {
    git_smart_subtransport_stream parent;
    struct version0 *version0;
    struct text body; /* of a wire without state: sent when an answer is read */
};

struct subtransport {
    git_smart_subtransport parent;
    struct version0_stream stream; /* the one and only, as libgit2 wants it of a wire with state */
};

static void git_remote_free_at(git_remote **remote)
{
    git_remote_free(*remote);
}
#define git_remote_scope CLEANUP(git_remote_free_at)

static int failed(struct version0 *version0)
{
    git_error_set_str(GIT_ERROR_NET, version0->failure.message);
    return -1;
}

static int stream_read(git_smart_subtransport_stream *parent, char *buffer, size_t size,
                       size_t *got)
{
    struct version0_stream *stream = (struct version0_stream *)parent;
    struct wire *wire = stream->version0->remote->with.wire;
    struct err *err = &stream->version0->failure;
    *got = 0;
    if (stream->body.length > 0) {
        int code = wire->kind->ask(wire, stream->body.data, stream->body.length, err);
        text_clear(&stream->body);
        if (code != 0)
            return failed(stream->version0);
    }
    return wire->kind->read(wire, buffer, size, got, err) == 0 ? 0 : failed(stream->version0);
}

static int stream_write(git_smart_subtransport_stream *parent, const char *bytes, size_t length)
{
    struct version0_stream *stream = (struct version0_stream *)parent;
    struct wire *wire = stream->version0->remote->with.wire;
    struct err *err = &stream->version0->failure;
    if (!wire->kind->stateless)
        return wire->kind->ask(wire, bytes, length, err) == 0 ? 0 : failed(stream->version0);
    if (text_append(&stream->body, bytes, length) == 0)
        return 0;
    err_set(err, "the request to the server is too long");
    return failed(stream->version0);
}

static void stream_free(git_smart_subtransport_stream *parent)
{
    text_done(&((struct version0_stream *)parent)->body);
}

static int act(git_smart_subtransport_stream **out, git_smart_subtransport *parent, const char *url,
               git_smart_service_t action)
{
    struct subtransport *subtransport = (struct subtransport *)parent;
    struct version0 *version0 = subtransport->stream.version0;
    (void)url;
    if (action == GIT_SERVICE_UPLOADPACK_LS &&
        wire_begin(version0->remote->with.wire, WIRE_FETCH, 0, &version0->failure) != 0)
        return failed(version0);
    *out = &subtransport->stream.parent;
    return 0;
}

static int subtransport_close(git_smart_subtransport *parent)
{
    wire_end(((struct subtransport *)parent)->stream.version0->remote->with.wire);
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
    made->stream = (struct version0_stream){
        .parent = {.subtransport = &made->parent,
                   .read = stream_read,
                   .write = stream_write,
                   .free = stream_free},
        .version0 = param,
        .body = text_of(BODY_MAX),
    };
    *out = &made->parent;
    return 0;
}

static int make_transport(git_transport **out, git_remote *owner, void *payload)
{
    struct version0 *version0 = payload;
    git_smart_subtransport_definition definition = {
        .callback = make_subtransport,
        .rpc = version0->remote->with.wire->kind->stateless,
        .param = version0};
    return git_transport_smart(out, owner, &definition);
}

static int on_progress(const git_indexer_progress *progress, void *payload)
{
    const struct version0 *version0 = payload;
    if (progress->received_bytes > REPOSITORY_PACK_MAX)
        git_error_set_str(GIT_ERROR_NET, "the server's pack is too long");
    return repository_stopped(version0->remote->repository) ||
                   progress->received_bytes > REPOSITORY_PACK_MAX
               ? -1
               : 0;
}

/* The wire's own error says more than what libgit2 makes of it. */
static int version0_error(const struct version0 *version0, struct err *err)
{
    if (!*version0->failure.message)
        return library_error(err, "talking to the server");
    *err = version0->failure;
    return -1;
}

static git_remote_callbacks make_callbacks(struct version0 *version0)
{
    git_remote_callbacks made = GIT_REMOTE_CALLBACKS_INIT;
    made.transport = make_transport;
    made.transfer_progress = on_progress;
    made.payload = version0;
    return made;
}

static const git_remote_head *find_head(const git_remote_head **heads, size_t count,
                                        const char *branch)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(branch_of_ref(heads[i]->name), branch))
            return heads[i];
    return NULL;
}

/* The name of the branch: the given one, or the server's HEAD; "" when HEAD is not a branch. */
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

/* Finds the branch and the journal's among the server's refs. */
static int find_tips(struct version0 *version0, git_remote *connected, struct tip *out,
                     struct err *err)
{
    const git_remote_head **heads = NULL;
    size_t count = 0;
    char branch[BRANCH_MAX];
    struct branch_hint hint = {0};
    struct tip tip = {.journal.state = JOURNAL_NEW};
    if (git_remote_ls(&heads, &count, connected) != 0)
        return version0_error(version0, err);
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

/* Whether the branch of the cache stands where the server's does. */
static bool have(const struct repository *repository, const char *name, const git_oid *id)
{
    git_oid at;
    return git_reference_name_to_id(&at, repository->git, name) == 0 && git_oid_equal(&at, id) &&
           git_odb_exists(repository->odb, id);
}

/* Fetches the branch, the journal's or both; each has its whole history afterwards. */
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
    options.callbacks = make_callbacks(version0);
    options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
    options.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
    options.update_fetchhead = 0;
    if (git_remote_download(connected, &(git_strarray){specs, count}, &options) != 0 ||
        git_remote_update_tips(connected, &options.callbacks, 0, GIT_REMOTE_DOWNLOAD_TAGS_NONE,
                               NULL) != 0)
        result = version0_error(version0, err);
    else if (branch && !git_odb_exists(repository->odb, &tip->id))
        result = err_set(err, "the server didn't send the commit of \"%s\"", tip->branch);
    else if (journal && !git_odb_exists(repository->odb, &tip->journal.id))
        result = err_set(err, "the server didn't send the commit of \"" JOURNAL_BRANCH "\"");
    version0->remote->suspect = result != 0 && !*version0->failure.message;
    if (result == 0)
        result = cache_keep(&version0->remote->cache, name, &tip->id, NULL, err);
    return result;
}

static int connect_to(struct version0 *version0, git_remote **out, struct err *err)
{
    git_remote_callbacks callbacks = make_callbacks(version0);
    git_remote_create_options how = GIT_REMOTE_CREATE_OPTIONS_INIT;
    how.repository = version0->remote->repository->git;
    /* Looking for url.*.insteadOf costs libgit2 1.5 20 KB of leaked memory a line of config. */
    how.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC;
    if (git_remote_create_with_opts(out, version0->remote->repository->location.url, &how) != 0 ||
        git_remote_connect(*out, GIT_DIRECTION_FETCH, &callbacks, NULL, NULL) != 0)
        return version0_error(version0, err);
    return 0;
}

/* without: a journal that could not be fetched is left out, and this says why. */
static int try_tip(struct remote *remote, bool get, const struct err *without, struct tip *out,
                   struct err *err)
{
    struct version0 version0 = {.remote = remote};
    struct repository *repository = remote->repository;
    git_remote_scope git_remote *connected = NULL;
    char name[BRANCH_REF_MAX];
    struct tip tip = {0};
    if (connect_to(&version0, &connected, err) != 0 ||
        find_tips(&version0, connected, &tip, err) != 0)
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
    /* What is wrong with the journal's branch is no error of the other's. */
    if (result != 0 && journal && !repository_stopped(repository) &&
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
