// SPDX-License-Identifier: Apache-2.0
/* Git's smart HTTP over libcurl: one request for what libgit2 writes, its answer for what it reads.
 */
#include <stdlib.h>
#include <string.h>

#include "reconciler/git/library.h"
#include "reconciler/git/remote.h"

enum { BODY_MAX = 1 << 30 };

struct web {
    git_smart_subtransport parent;
    struct remote *remote;
};

struct web_stream {
    git_smart_subtransport_stream parent;
    struct remote *remote;
    git_smart_service_t action;
    struct text body;
    bool started;
};

static const struct {
    const char *path, *service;
    bool push;
} actions[] = {
    [GIT_SERVICE_UPLOADPACK_LS] = {"/info/refs?service=git-upload-pack", "git-upload-pack", false},
    [GIT_SERVICE_UPLOADPACK] = {"/git-upload-pack", "git-upload-pack", false},
    [GIT_SERVICE_RECEIVEPACK_LS] = {"/info/refs?service=git-receive-pack", "git-receive-pack",
                                    true},
    [GIT_SERVICE_RECEIVEPACK] = {"/git-receive-pack", "git-receive-pack", true},
};

static int failed(struct remote *remote)
{
    git_error_set_str(GIT_ERROR_NET, remote->failure.message);
    return -1;
}

/* What an answer other than 200 means, in words and a hint. */
static void judge(struct remote *remote, const struct exchange_answer *answer)
{
    struct err *err = &remote->failure;
    const struct repository_options *options = &remote->repository->options;
    remote->denied = answer->status == 401 || answer->status == 403;
    if (answer->status == 401 && !options->token) {
        err_set(err, "the server asks for credentials");
        err_hint(err, "set WEIR_GIT_USERNAME and WEIR_GIT_TOKEN");
    } else if (answer->status == 401) {
        err_set(err, "the server refused the credentials");
    } else if (answer->status == 403) {
        err_set(err, "the server forbids it (403)");
    } else if (answer->status == 404) {
        err_set(err, "the server has no such repository (404)");
        if (!options->token)
            err_hint(err, "a private one needs WEIR_GIT_USERNAME and WEIR_GIT_TOKEN");
    } else if (answer->status >= 300 && answer->status < 400) {
        char where[256];
        words_copy(where, sizeof where, answer->location, strlen(answer->location));
        err_set(err, "the server sends elsewhere (%ld)", answer->status);
        err_hint(err, "give the new URL: %s", where);
    } else {
        err_set(err, "the server answered with status %ld", answer->status);
    }
}

static int start(struct web_stream *stream)
{
    struct remote *remote = stream->remote;
    const char *service = actions[stream->action].service;
    bool lists = actions[stream->action].path[1] == 'i';
    char url[LOCATION_MAX + 64], accept[128], type[128];
    snprintf(url, sizeof url, "%s%s", remote->repository->location.url,
             actions[stream->action].path);
    snprintf(accept, sizeof accept, "application/x-%s-%s", service,
             lists ? "advertisement" : "result");
    snprintf(type, sizeof type, "application/x-%s-request", service);
    struct exchange_request request = {.url = url, .accept = accept};
    struct exchange_answer answer;
    if (!lists) {
        request.content_type = type;
        request.body = stream->body.data ? stream->body.data : "";
        request.length = stream->body.length;
    }
    stream->started = true;
    if (exchange_start(remote->exchange, &request, &answer, &remote->failure) != 0)
        return failed(remote);
    if (answer.status != 200)
        judge(remote, &answer);
    else if (strcmp(answer.content_type, accept) != 0)
        err_set(&remote->failure, "the server's answer is not Git's smart protocol (\"%s\")",
                answer.content_type);
    return *remote->failure.message ? failed(remote) : 0;
}

static int web_read(git_smart_subtransport_stream *parent, char *buffer, size_t size, size_t *got)
{
    struct web_stream *stream = (struct web_stream *)parent;
    *got = 0;
    if (!stream->started && start(stream) != 0)
        return -1;
    if (exchange_read(stream->remote->exchange, buffer, size, got, &stream->remote->failure) != 0)
        return failed(stream->remote);
    return 0;
}

static int web_write(git_smart_subtransport_stream *parent, const char *bytes, size_t length)
{
    struct web_stream *stream = (struct web_stream *)parent;
    if (!stream->started && text_append(&stream->body, bytes, length) == 0)
        return 0;
    err_set(&stream->remote->failure, "the request to the server is too long");
    return failed(stream->remote);
}

static void web_stream_free(git_smart_subtransport_stream *parent)
{
    struct web_stream *stream = (struct web_stream *)parent;
    text_done(&stream->body);
    free(stream);
}

static int web_action(git_smart_subtransport_stream **out, git_smart_subtransport *parent,
                      const char *url, git_smart_service_t action)
{
    (void)url;
    struct web_stream *stream = memory_must(calloc(1, sizeof *stream));
    stream->parent = (git_smart_subtransport_stream){
        .subtransport = parent, .read = web_read, .write = web_write, .free = web_stream_free};
    stream->remote = ((struct web *)parent)->remote;
    stream->action = action;
    stream->body = text_of(BODY_MAX);
    *out = &stream->parent;
    return 0;
}

static int web_close(git_smart_subtransport *parent)
{
    (void)parent;
    return 0;
}

static void web_free(git_smart_subtransport *parent)
{
    free(parent);
}

int web_transport(git_smart_subtransport **out, git_transport *owner, void *param)
{
    (void)owner;
    struct web *web = memory_must(calloc(1, sizeof *web));
    web->parent =
        (git_smart_subtransport){.action = web_action, .close = web_close, .free = web_free};
    web->remote = param;
    *out = &web->parent;
    return 0;
}
