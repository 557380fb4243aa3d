// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/wire_ssh.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/wire/channel.h"
#include "reconciler/net/process.h"

enum {
    ARGUMENTS_MAX = 24,
    ERRORS_MAX = 4096,
    PATIENCE_MS = 500, /* time for ssh to end after its input is closed; then SIGTERM */
    GRACE_MS = 500,    /* time after SIGTERM; then SIGKILL */
};

struct wire_ssh {
    struct wire wire;
    /* A socket for ssh's standard input and output, because send() can suppress SIGPIPE. ssh's
     * standard error, which does not block, is channel.aside. */
    struct channel channel;
    struct process process;
    char said[ERRORS_MAX];
    size_t said_length;
};

static void read_errors(void *context)
{
    struct wire_ssh *ssh = context;
    char drop[512];
    for (;;) {
        size_t room = sizeof ssh->said - ssh->said_length;
        ssize_t got = room > 0 ? read(ssh->channel.aside, ssh->said + ssh->said_length, room)
                               : read(ssh->channel.aside, drop, sizeof drop);
        if (got <= 0)
            return;
        ssh->said_length += room > 0 ? (size_t)got : 0;
    }
}

/* Sets the error to ssh's own messages, which explain best why ssh ended too early. Returns -1. */
static int explain(struct wire_ssh *ssh, struct err *err)
{
    char words[WIRE_WORDS_MAX];
    struct pollfd wait = {.fd = ssh->channel.aside, .events = POLLIN};
    for (int i = 0; i < 10 && poll(&wait, 1, 50) > 0 && !(wait.revents & POLLHUP); i++)
        read_errors(ssh);
    read_errors(ssh);
    clean_text_copy(words, sizeof words, ssh->said, ssh->said_length);
    return err_set(err, "%s", *words ? words : "ssh ended the connection");
}

static int ssh_read(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err)
{
    struct wire_ssh *ssh = (struct wire_ssh *)wire;
    if (channel_read(&ssh->channel, buffer, size, got, err) < 0)
        return -1;
    return *got > 0 ? 0 : explain(ssh, err);
}

static int ssh_ask(struct wire *wire, const char *bytes, size_t length, struct err *err)
{
    struct wire_ssh *ssh = (struct wire_ssh *)wire;
    int result = channel_send(&ssh->channel, bytes, length, err);
    return result > 0 ? explain(ssh, err) : result;
}

static void ssh_end(struct wire *wire)
{
    struct wire_ssh *ssh = (struct wire_ssh *)wire;
    if (ssh->process.id == 0)
        return;
    close(ssh->channel.socket);
    read_errors(ssh);
    close(ssh->channel.aside);
    process_end(&ssh->process, PATIENCE_MS, GRACE_MS);
}

/* Returns ssh's arguments in the arena, ended by NULL. */
static const char *const *make_arguments(struct arena *arena, const struct wire_ssh *ssh)
{
    const struct wire_options *options = &ssh->wire.options;
    const struct location *at = options->location;
    const char **made = arena_array(arena, const char *, ARGUMENTS_MAX);
    size_t count = 0;
    made[count++] = arena_text(arena, options->ssh_program != NULL ? options->ssh_program : "ssh");
    made[count++] = arena_text(arena, "-oBatchMode=yes");
    made[count++] = arena_text(arena, "-oStrictHostKeyChecking=yes");
    made[count++] = arena_print(arena, "-oConnectTimeout=%u", options->connect_seconds);
    if (ssh->wire.version == 2) /* a server that ignores the variable answers in version 0 */
        made[count++] = arena_text(arena, "-oSetEnv=GIT_PROTOCOL=version=2");
    if (options->known_hosts_file != NULL)
        made[count++] = arena_print(arena, "-oUserKnownHostsFile=%s", options->known_hosts_file);
    if (options->ssh_key_file != NULL) {
        made[count++] = arena_text(arena, "-oIdentitiesOnly=yes");
        made[count++] = arena_text(arena, "-i");
        made[count++] = arena_text(arena, options->ssh_key_file);
    }
    if (at->port != NULL) {
        made[count++] = arena_text(arena, "-p");
        made[count++] = arena_text(arena, at->port);
    }
    made[count++] = arena_text(arena, "--");
    made[count++] = at->user != NULL ? arena_print(arena, "%s@%s", at->user, at->host)
                                     : arena_text(arena, at->host);
    made[count++] = arena_print(arena, "%s '%s'", wire_program(&ssh->wire), location_asked(at));
    return made;
}

static int start(struct wire_ssh *ssh, struct err *err)
{
    arena_scope struct arena arena = {0};
    int wire[2], errors[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wire) != 0)
        return err_errno(err, "starting ssh");
    if (pipe2(errors, O_CLOEXEC) != 0) {
        err_errno(err, "starting ssh");
        close(wire[0]);
        close(wire[1]);
        return -1;
    }
    fcntl(errors[0], F_SETFL, O_NONBLOCK);
    const struct process_command command = {.arguments = make_arguments(&arena, ssh),
                                            .files = {wire[1], wire[1], errors[1]},
                                            .file_count = 3};
    int result = process_start(&ssh->process, &command);
    int saved = errno;
    close(wire[1]);
    close(errors[1]);
    ssh->channel.aside = errors[0];
    ssh->said_length = 0;
    channel_begin(&ssh->channel, wire[0]);
    if (result == 0)
        return 0;
    close(wire[0]);
    close(errors[0]);
    errno = saved;
    return err_errno(err, "starting \"%s\"", command.arguments[0]);
}

static int ssh_begin(struct wire *wire, struct err *err)
{
    ssh_end(wire);
    return start((struct wire_ssh *)wire, err);
}

static void ssh_close(struct wire *wire)
{
    free(wire);
}

static const struct wire_kind ssh_kind = {
    .begin = ssh_begin, .ask = ssh_ask, .read = ssh_read, .end = ssh_end, .close = ssh_close};

int wire_ssh_open(const struct wire_options *options, struct wire **out, struct err *err)
{
    (void)err;
    struct wire_ssh *ssh = memory_must(calloc(1, sizeof *ssh));
    wire_init(&ssh->wire, &ssh_kind, options);
    ssh->channel = (struct channel){.options = &ssh->wire.options,
                                    .socket = -1,
                                    .aside = -1,
                                    .overhear = read_errors,
                                    .context = ssh};
    *out = &ssh->wire;
    return 0;
}
