// SPDX-License-Identifier: Apache-2.0
/* Git's protocol over a pipe to OpenSSH's ssh, which knows keys, agents and host keys. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "reconciler/git/clean_text.h"
#include "reconciler/git/remote.h"
#include "reconciler/git/wire/channel.h"

enum { ARGUMENTS_MAX = 24, ERRORS_MAX = 4096 };

struct ssh {
    struct wire wire;
    /* With ssh's standard input and output, a socket so that writing raises no SIGPIPE, and aside
     * its standard error, which doesn't block. */
    struct channel channel;
    pid_t child; /* 0: none */
    char said[ERRORS_MAX];
    size_t said_length;
};

static void read_errors(void *context)
{
    struct ssh *ssh = context;
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

/* ssh's own words are the best explanation of an end that came too early. */
static int explain(struct ssh *ssh, struct err *err)
{
    char words[REPOSITORY_WORDS_MAX];
    struct pollfd wait = {.fd = ssh->channel.aside, .events = POLLIN};
    for (int i = 0; i < 10 && poll(&wait, 1, 50) > 0 && !(wait.revents & POLLHUP); i++)
        read_errors(ssh);
    read_errors(ssh);
    clean_text_copy(words, sizeof words, ssh->said, ssh->said_length);
    return err_set(err, "%s", *words ? words : "ssh ended the connection");
}

static int ssh_read(struct wire *wire, char *buffer, size_t size, size_t *got, struct err *err)
{
    struct ssh *ssh = (struct ssh *)wire;
    if (channel_read(&ssh->channel, buffer, size, got, err) != 0)
        return -1;
    return *got > 0 ? 0 : explain(ssh, err);
}

static int ssh_ask(struct wire *wire, const char *bytes, size_t length, struct err *err)
{
    struct ssh *ssh = (struct ssh *)wire;
    int result = channel_send(&ssh->channel, bytes, length, err);
    return result > 0 ? explain(ssh, err) : result;
}

static void ssh_end(struct wire *wire)
{
    struct ssh *ssh = (struct ssh *)wire;
    if (ssh->child == 0)
        return;
    close(ssh->channel.socket);
    read_errors(ssh);
    close(ssh->channel.aside);
    /* It ends by itself when its input is closed; a moment of patience, then not. */
    for (int i = 0; waitpid(ssh->child, NULL, WNOHANG) == 0; i++) {
        if (i == 100)
            kill(ssh->child, SIGTERM);
        if (i == 200)
            kill(ssh->child, SIGKILL);
        nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
    }
    ssh->child = 0;
}

/* argv in an arena; ends in NULL. */
static char **make_arguments(struct arena *arena, const struct ssh *ssh)
{
    const struct repository *repository = ssh->channel.repository;
    const struct repository_options *options = &repository->options;
    const struct location *at = &repository->location;
    char **made = arena_array(arena, char *, ARGUMENTS_MAX);
    size_t count = 0;
    made[count++] = arena_text(arena, options->ssh_program != NULL ? options->ssh_program : "ssh");
    made[count++] = arena_text(arena, "-oBatchMode=yes");
    made[count++] = arena_text(arena, "-oStrictHostKeyChecking=yes");
    made[count++] = arena_print(arena, "-oConnectTimeout=%u", options->connect_seconds);
    if (ssh->wire.version == 2) /* a server that does not accept it answers in version 0 */
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

static int spawn(struct ssh *ssh, struct err *err)
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
    char **arguments = make_arguments(&arena, ssh);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, wire[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, wire[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    int code = posix_spawnp(&ssh->child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(wire[1]);
    close(errors[1]);
    ssh->channel.aside = errors[0];
    ssh->said_length = 0;
    channel_begin(&ssh->channel, wire[0]);
    if (code == 0)
        return 0;
    ssh->child = 0;
    close(wire[0]);
    close(errors[0]);
    errno = code;
    return err_errno(err, "starting \"%s\"", arguments[0]);
}

static int ssh_begin(struct wire *wire, struct err *err)
{
    ssh_end(wire);
    return spawn((struct ssh *)wire, err);
}

static void ssh_close(struct wire *wire)
{
    free(wire);
}

static const struct wire_kind ssh_kind = {
    .begin = ssh_begin, .ask = ssh_ask, .read = ssh_read, .end = ssh_end, .close = ssh_close};

int ssh_open(const struct repository *repository, struct wire **out, struct err *err)
{
    (void)err;
    struct ssh *ssh = memory_must(calloc(1, sizeof *ssh));
    wire_init(&ssh->wire, &ssh_kind);
    ssh->channel = (struct channel){.repository = repository,
                                    .socket = -1,
                                    .aside = -1,
                                    .overhear = read_errors,
                                    .context = ssh};
    *out = &ssh->wire;
    return 0;
}
