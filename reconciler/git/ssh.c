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

#include "reconciler/git/library.h"
#include "reconciler/git/remote.h"

enum { ARGUMENTS_MAX = 24, ERRORS_MAX = 4096 };

struct ssh {
    git_smart_subtransport parent;
    git_smart_subtransport_stream
        stream; /* the one and only: a connection serves LS and the rest */
    struct remote *remote;
    pid_t child; /* 0: none */
    int wire;    /* its standard input and output: a socket, so that writing raises no SIGPIPE */
    int errors;  /* its standard error, not blocking */
    char said[ERRORS_MAX];
    size_t said_length;
    struct timespec began;
};

static struct ssh *of_stream(git_smart_subtransport_stream *stream)
{
    return (struct ssh *)stream->subtransport;
}

static time_t seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec - start->tv_sec;
}

static int failed(struct remote *remote)
{
    git_error_set_str(GIT_ERROR_SSH, remote->failure.message);
    return -1;
}

static void read_errors(struct ssh *ssh)
{
    char drop[512];
    for (;;) {
        size_t room = sizeof ssh->said - ssh->said_length;
        ssize_t got = room > 0 ? read(ssh->errors, ssh->said + ssh->said_length, room)
                               : read(ssh->errors, drop, sizeof drop);
        if (got <= 0)
            return;
        ssh->said_length += room > 0 ? (size_t)got : 0;
    }
}

/* ssh's own words are the best explanation of an end that came too early. */
static int explain(struct ssh *ssh, const char *otherwise)
{
    char words[REPOSITORY_WORDS_MAX];
    struct pollfd wait = {.fd = ssh->errors, .events = POLLIN};
    for (int i = 0; i < 10 && poll(&wait, 1, 50) > 0 && !(wait.revents & POLLHUP); i++)
        read_errors(ssh);
    read_errors(ssh);
    words_copy(words, sizeof words, ssh->said, ssh->said_length);
    err_set(&ssh->remote->failure, "%s", *words ? words : otherwise);
    return failed(ssh->remote);
}

/* Waits until the wire is ready. */
static int await(struct ssh *ssh, short events)
{
    const struct repository_options *options = &ssh->remote->repository->options;
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        struct pollfd wait[2] = {{.fd = ssh->wire, .events = events},
                                 {.fd = ssh->errors, .events = POLLIN}};
        int ready = poll(wait, 2, 250);
        if (ready < 0 && errno != EINTR) {
            err_errno(&ssh->remote->failure, "waiting for ssh");
            return failed(ssh->remote);
        }
        if (ready > 0 && wait[1].revents & POLLIN)
            read_errors(ssh);
        if (ready > 0 && wait[0].revents)
            return 0;
        if (ready > 0 && wait[1].revents & POLLHUP) /* ssh closes the wire in the next moment */
            nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
        if (stopped(ssh->remote->repository))
            err_set(&ssh->remote->failure, "stopped");
        else if (seconds_since(&start) > (time_t)options->silence_seconds)
            err_set(&ssh->remote->failure, "the server was silent for %u seconds",
                    options->silence_seconds);
        else if (seconds_since(&ssh->began) > (time_t)options->total_seconds)
            err_set(&ssh->remote->failure, "it took longer than %u seconds",
                    options->total_seconds);
        else
            continue;
        return failed(ssh->remote);
    }
}

static int ssh_read(git_smart_subtransport_stream *stream, char *buffer, size_t size, size_t *got)
{
    struct ssh *ssh = of_stream(stream);
    *got = 0;
    for (;;) {
        if (await(ssh, POLLIN) != 0)
            return -1;
        ssize_t count = recv(ssh->wire, buffer, size, 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return explain(ssh, "ssh ended the connection");
        *got = (size_t)count;
        return 0;
    }
}

static int ssh_write(git_smart_subtransport_stream *stream, const char *bytes, size_t length)
{
    struct ssh *ssh = of_stream(stream);
    while (length > 0) {
        if (await(ssh, POLLOUT) != 0)
            return -1;
        ssize_t count = send(ssh->wire, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (count < 0)
            return explain(ssh, "ssh ended the connection");
        bytes += count;
        length -= (size_t)count;
    }
    return 0;
}

static void stream_free(git_smart_subtransport_stream *stream)
{
    (void)stream; /* part of struct ssh */
}

static int ssh_close(git_smart_subtransport *parent)
{
    struct ssh *ssh = (struct ssh *)parent;
    if (ssh->child == 0)
        return 0;
    close(ssh->wire);
    read_errors(ssh);
    close(ssh->errors);
    /* It ends by itself when its input is closed; a moment of patience, then not. */
    for (int i = 0; waitpid(ssh->child, NULL, WNOHANG) == 0; i++) {
        if (i == 100)
            kill(ssh->child, SIGTERM);
        if (i == 200)
            kill(ssh->child, SIGKILL);
        nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
    }
    ssh->child = 0;
    return 0;
}

static void ssh_free(git_smart_subtransport *parent)
{
    ssh_close(parent);
    free(parent);
}

/* argv in an arena; ends in NULL. */
static char **make_arguments(struct arena *arena, const struct repository *repository,
                             const char *service)
{
    const struct repository_options *options = &repository->options;
    const struct location *at = &repository->location;
    char **made = arena_array(arena, char *, ARGUMENTS_MAX);
    size_t count = 0;
    made[count++] = arena_text(arena, options->ssh_program ? options->ssh_program : "ssh");
    made[count++] = arena_text(arena, "-oBatchMode=yes");
    made[count++] = arena_text(arena, "-oStrictHostKeyChecking=yes");
    made[count++] = arena_print(arena, "-oConnectTimeout=%u", options->connect_seconds);
    if (options->known_hosts_file)
        made[count++] = arena_print(arena, "-oUserKnownHostsFile=%s", options->known_hosts_file);
    if (options->ssh_key_file) {
        made[count++] = arena_text(arena, "-oIdentitiesOnly=yes");
        made[count++] = arena_text(arena, "-i");
        made[count++] = arena_text(arena, options->ssh_key_file);
    }
    if (at->port) {
        made[count++] = arena_text(arena, "-p");
        made[count++] = arena_text(arena, at->port);
    }
    made[count++] = arena_text(arena, "--");
    made[count++] =
        at->user ? arena_print(arena, "%s@%s", at->user, at->host) : arena_text(arena, at->host);
    /* "/~user/…" is written "~user/…" for the shell's sake, as git does. */
    const char *path = at->path[0] == '/' && at->path[1] == '~' ? at->path + 1 : at->path;
    made[count++] = arena_print(arena, "%s '%s'", service, path);
    return made;
}

static int spawn(struct ssh *ssh, const char *service)
{
    struct arena arena_scope arena = {0};
    int wire[2], errors[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, wire) != 0) {
        err_errno(&ssh->remote->failure, "starting ssh");
        return failed(ssh->remote);
    }
    if (pipe2(errors, O_CLOEXEC) != 0) {
        err_errno(&ssh->remote->failure, "starting ssh");
        close(wire[0]);
        close(wire[1]);
        return failed(ssh->remote);
    }
    fcntl(errors[0], F_SETFL, O_NONBLOCK);
    char **arguments = make_arguments(&arena, ssh->remote->repository, service);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, wire[1], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, wire[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
    int code = posix_spawnp(&ssh->child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(wire[1]);
    close(errors[1]);
    ssh->wire = wire[0];
    ssh->errors = errors[0];
    ssh->said_length = 0;
    clock_gettime(CLOCK_MONOTONIC, &ssh->began);
    if (code == 0)
        return 0;
    ssh->child = 0;
    close(wire[0]);
    close(errors[0]);
    errno = code;
    err_errno(&ssh->remote->failure, "starting \"%s\"", arguments[0]);
    return failed(ssh->remote);
}

static int ssh_action(git_smart_subtransport_stream **out, git_smart_subtransport *parent,
                      const char *url, git_smart_service_t action)
{
    (void)url;
    struct ssh *ssh = (struct ssh *)parent;
    bool push = action == GIT_SERVICE_RECEIVEPACK_LS;
    if (push || action == GIT_SERVICE_UPLOADPACK_LS) {
        ssh_close(parent);
        if (spawn(ssh, push ? "git-receive-pack" : "git-upload-pack") != 0)
            return -1;
    }
    *out = &ssh->stream;
    return 0;
}

int ssh_transport(git_smart_subtransport **out, git_transport *owner, void *param)
{
    (void)owner;
    struct ssh *ssh = memory_must(calloc(1, sizeof *ssh));
    ssh->parent =
        (git_smart_subtransport){.action = ssh_action, .close = ssh_close, .free = ssh_free};
    ssh->stream = (git_smart_subtransport_stream){
        .subtransport = &ssh->parent, .read = ssh_read, .write = ssh_write, .free = stream_free};
    ssh->remote = param;
    *out = &ssh->parent;
    return 0;
}
