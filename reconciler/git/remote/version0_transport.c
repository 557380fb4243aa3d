// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/version0_transport.h"

#include <ctype.h>
#include <git2/sys/transport.h>
#include <stdlib.h>

#include "reconciler/git/library_error.h"
#include "reconciler/git/repository.h"
#include "reconciler/git/stop.h"
#include "reconciler/git/wire/line_count.h"
#include "reconciler/git/wire/ls_refs.h"

enum { BODY_MAX = 64 << 20 };

struct wire_stream {
    git_smart_subtransport_stream parent;
    struct version0_transport *transport;
    struct line_count count; /* of the advertisement, which libgit2 reads without a limit */
    struct text body;        /* the request for a stateless wire; sent when the answer is read */
};

struct subtransport {
    git_smart_subtransport parent;
    struct wire_stream stream; /* the only stream: libgit2 requires this for a wire with state */
};

static int failed(struct version0_transport *transport)
{
    git_error_set_str(GIT_ERROR_NET, transport->failure.message);
    return -1;
}

static int stream_read(git_smart_subtransport_stream *parent, char *buffer, size_t size,
                       size_t *got)
{
    struct wire_stream *stream = (struct wire_stream *)parent;
    struct wire *wire = stream->transport->wire;
    struct err *err = &stream->transport->failure;
    *got = 0;
    if (stream->body.length > 0) {
        int code = wire->kind->ask(wire, stream->body.data, stream->body.length, err);
        text_clear(&stream->body);
        if (code != 0)
            return failed(stream->transport);
    }
    if (wire->kind->read(wire, buffer, size, got, err) != 0)
        return failed(stream->transport);
    line_count_add(&stream->count, buffer, *got);
    if (stream->count.lines <= LS_REFS_MAX && stream->count.bytes <= LS_REFS_BYTES_MAX)
        return 0;
    err_set(err, "the server lists more than %d refs, or more than %d MiB of refs", LS_REFS_MAX,
            LS_REFS_BYTES_MAX >> 20);
    return failed(stream->transport);
}

static int stream_write(git_smart_subtransport_stream *parent, const char *bytes, size_t length)
{
    struct wire_stream *stream = (struct wire_stream *)parent;
    struct wire *wire = stream->transport->wire;
    struct err *err = &stream->transport->failure;
    stream->count.over = true;
    if (!wire->kind->stateless)
        return wire->kind->ask(wire, bytes, length, err) == 0 ? 0 : failed(stream->transport);
    if (text_append(&stream->body, bytes, length) == 0)
        return 0;
    err_set(err, "the request to the server is too long");
    return failed(stream->transport);
}

static void stream_free(git_smart_subtransport_stream *parent)
{
    text_done(&((struct wire_stream *)parent)->body);
}

static int act(git_smart_subtransport_stream **out, git_smart_subtransport *parent, const char *url,
               git_smart_service_t action)
{
    struct subtransport *subtransport = (struct subtransport *)parent;
    struct version0_transport *transport = subtransport->stream.transport;
    (void)url;
    if (action == GIT_SERVICE_UPLOADPACK_LS &&
        wire_begin(transport->wire, WIRE_FETCH, 0, &transport->failure) < 0)
        return failed(transport);
    if (action == GIT_SERVICE_UPLOADPACK_LS)
        subtransport->stream.count = (struct line_count){0};
    *out = &subtransport->stream.parent;
    return 0;
}

static int subtransport_close(git_smart_subtransport *parent)
{
    wire_end(((struct subtransport *)parent)->stream.transport->wire);
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
    made->stream = (struct wire_stream){
        .parent = {.subtransport = &made->parent,
                   .read = stream_read,
                   .write = stream_write,
                   .free = stream_free},
        .transport = param,
        .body = text_of(BODY_MAX),
    };
    *out = &made->parent;
    return 0;
}

static int make_transport(git_transport **out, git_remote *owner, void *payload)
{
    struct version0_transport *transport = payload;
    git_smart_subtransport_definition definition = {
        .callback = make_subtransport, .rpc = transport->wire->kind->stateless, .param = transport};
    return git_transport_smart(out, owner, &definition);
}

static int on_progress(const git_indexer_progress *progress, void *payload)
{
    const struct version0_transport *transport = payload;
    if (progress->received_bytes > REPOSITORY_PACK_MAX)
        git_error_set_str(GIT_ERROR_NET, "the server's pack is too long");
    return stop_requested(transport->wire->options.stop) ||
                   progress->received_bytes > REPOSITORY_PACK_MAX
               ? -1
               : 0;
}

int version0_transport_error(const struct version0_transport *transport, struct err *err)
{
    if (!*transport->failure.message)
        return library_error(err, "talking to the server");
    *err = transport->failure;
    return -1;
}

git_remote_callbacks version0_transport_callbacks(struct version0_transport *transport)
{
    git_remote_callbacks made = GIT_REMOTE_CALLBACKS_INIT;
    made.transport = make_transport;
    made.transfer_progress = on_progress;
    made.payload = transport;
    return made;
}
