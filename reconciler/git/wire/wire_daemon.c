// SPDX-License-Identifier: Apache-2.0
/* Git's protocol as `git daemon` speaks it: over a TCP connection, to which anybody may listen. */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reconciler/git/remote.h"
#include "reconciler/git/wire/channel.h"
#include "reconciler/net/clock.h"

enum { ADDRESSES_MAX = 8, TICK = 250 };

static const char default_port[] = "9418";
static const char push_hint[] =
    "perhaps it takes no pushes: git daemon does with --enable=receive-pack";
static const char fetch_hint[] = "perhaps there is no such repository on it, or it isn't exported";

struct daemon {
    struct wire wire;
    struct channel channel;
    bool heard; /* the server said something since the conversation began */
};

/* Waits for a connection that was begun. -1 with errno. */
static int await(const struct repository *repository, int socket, int64_t until)
{
    struct pollfd wait = {.fd = socket, .events = POLLOUT};
    int code = ETIMEDOUT;
    socklen_t size = sizeof code;
    for (int64_t left; (left = until - clock_ms()) > 0 && !repository_stopped(repository);) {
        if (poll(&wait, 1, left < TICK ? (int)left : TICK) > 0) {
            getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size);
            break;
        }
    }
    errno = code;
    return code == 0 ? 0 : -1;
}

/* A socket that is connected and doesn't block, or -1 with errno. */
static int dial(const struct repository *repository, const struct addrinfo *to, int64_t until)
{
    int type = to->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK;
    int made = socket(to->ai_family, type, to->ai_protocol);
    if (made < 0)
        return -1;
    if (connect(made, to->ai_addr, to->ai_addrlen) == 0 ||
        (errno == EINPROGRESS && await(repository, made, until) == 0))
        return made;
    int code = errno;
    close(made);
    errno = code;
    return -1;
}

/* One address after the other; each has its share of the time, so that one that answers nothing
 * doesn't keep those behind it from being tried. -1 with errno, of the last one. */
static int dial_each(const struct repository *repository, const struct addrinfo *found)
{
    int64_t until = clock_ms() + repository->options.connect_seconds * 1000L, count = 0;
    int made = -1;
    for (const struct addrinfo *to = found; to != NULL && count < ADDRESSES_MAX; to = to->ai_next)
        count++;
    for (; count > 0 && made < 0 && !repository_stopped(repository);
         count--, found = found->ai_next) {
        int64_t now = clock_ms();
        made = dial(repository, found, now + (until - now) / count);
    }
    return made;
}

static int connect_to(struct daemon *daemon, struct err *err)
{
    const struct repository *repository = daemon->channel.repository;
    const struct location *at = &repository->location;
    const char *port = at->port != NULL ? at->port : default_port;
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *found = NULL;
    int code = getaddrinfo(at->host, port, &hints, &found);
    if (code != 0)
        return err_set(err, "the address of \"%s\" can't be found: %s", at->host,
                       gai_strerror(code));
    int made = dial_each(repository, found);
    code = errno;
    freeaddrinfo(found);
    errno = code;
    if (made < 0)
        return repository_stopped(repository)
                   ? err_set(err, "stopped")
                   : err_errno(err, "connecting to \"%s\", port %s", at->host, port);
    daemon->heard = false;
    channel_begin(&daemon->channel, made);
    return 0;
}

/* Daemons may refuse without a word: old ones, and those that have too many connections. */
static int ended(const struct daemon *daemon, struct err *err)
{
    const char *hint = daemon->wire.service == WIRE_PUSH ? push_hint : fetch_hint;
    err_set(err, "the server ended the connection");
    return daemon->heard ? -1 : err_hint(err, "%s", hint);
}

static int daemon_ask(struct wire *wire, const char *bytes, size_t length, struct err *err)
{
    struct daemon *daemon = (struct daemon *)wire;
    int result = channel_send(&daemon->channel, bytes, length, err);
    return result > 0 ? ended(daemon, err) : result;
}

static int daemon_read(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err)
{
    struct daemon *daemon = (struct daemon *)wire;
    if (channel_read(&daemon->channel, buffer, size, got, err) != 0)
        return -1;
    daemon->heard |= *got > 0;
    return *got > 0 ? 0 : ended(daemon, err);
}

static void daemon_end(struct wire *wire)
{
    struct daemon *daemon = (struct daemon *)wire;
    if (daemon->channel.socket >= 0)
        close(daemon->channel.socket);
    daemon->channel.socket = -1;
}

/* "git-upload-pack PATH", a NUL, "host=HOST" and a NUL; a server that knows no more than version 0
 * doesn't look behind the next NUL. */
static void put_request(struct text *out, const struct wire *wire, const struct location *at)
{
    bool colon = strchr(at->host, ':') != NULL;
    char host[LOCATION_MAX];
    snprintf(host, sizeof host, "%s%s%s%s%s", colon ? "[" : "", at->host, colon ? "]" : "",
             at->port != NULL ? ":" : "", at->port != NULL ? at->port : "");
    const char *program = wire_program(wire), *path = location_asked(at);
    if (wire->version == 2)
        pkt_put(out, "%s %s%chost=%s%c%cversion=2%c", program, path, 0, host, 0, 0, 0);
    else
        pkt_put(out, "%s %s%chost=%s%c", program, path, 0, host, 0);
}

static int daemon_begin(struct wire *wire, struct err *err)
{
    struct daemon *daemon = (struct daemon *)wire;
    text_scope struct text request = text_of(PKT_MAX);
    daemon_end(wire);
    put_request(&request, wire, &daemon->channel.repository->location);
    return connect_to(daemon, err) == 0 ? daemon_ask(wire, request.data, request.length, err) : -1;
}

static void daemon_close(struct wire *wire)
{
    free(wire);
}

static const struct wire_kind daemon_kind = {.begin = daemon_begin,
                                             .ask = daemon_ask,
                                             .read = daemon_read,
                                             .end = daemon_end,
                                             .close = daemon_close,
                                             .push_hint = push_hint};

int daemon_open(const struct repository *repository, struct wire **out, struct err *err)
{
    (void)err;
    struct daemon *daemon = memory_must(calloc(1, sizeof *daemon));
    wire_init(&daemon->wire, &daemon_kind);
    daemon->channel = (struct channel){.repository = repository, .socket = -1, .aside = -1};
    *out = &daemon->wire;
    return 0;
}
