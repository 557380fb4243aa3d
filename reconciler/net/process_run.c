// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/process_run.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reconciler/net/clock.h"

enum { CHUNK = 4096 };

static bool is_set(const volatile sig_atomic_t *stop)
{
    return stop != NULL && *stop != 0;
}

static void close_end(int *fd)
{
    int saved = errno;
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}

static void finish(struct process_run *run, enum process_result result, int number)
{
    close_end(&run->in);
    close_end(&run->out);
    run->result = result;
    run->number = number;
    if (run->ended != NULL)
        run->ended(run);
}

/* Opens both ends of the input and of the output. The input is a socket, because send() can avoid
 * SIGPIPE if the program reads nothing, and write() to a pipe can't. */
static int open_ends(struct process_run *run, int theirs[2])
{
    int in[2], out[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) < 0)
        return -1;
    run->in = in[0];
    theirs[0] = in[1];
    if (pipe2(out, O_CLOEXEC) < 0)
        return -1;
    run->out = out[0];
    theirs[1] = out[1];
    fcntl(run->in, F_SETFL, O_NONBLOCK);
    fcntl(run->out, F_SETFL, O_NONBLOCK);
    return 0;
}

/* Starts a run. Returns false if that fails; then the run has its result. */
static bool start(struct process_run *run)
{
    int theirs[2] = {-1, -1};
    struct process_command command = run->command;
    run->in = run->out = -1;
    run->sent = 0;
    run->asked = run->killed = false;
    int result = open_ends(run, theirs);
    command.own_group = true;
    command.files[STDIN_FILENO] = theirs[0];
    command.files[STDOUT_FILENO] = theirs[1];
    if (run->errors)
        command.files[STDERR_FILENO] = theirs[1];
    if (result == 0)
        result = process_start(&run->process, &command);
    close_end(&theirs[0]);
    close_end(&theirs[1]);
    if (result < 0) {
        finish(run, PROCESS_NOT_STARTED, errno);
        return false;
    }
    run->deadline = clock_ms() + run->limit_ms;
    return true;
}

static void feed(struct process_run *run)
{
    size_t left = run->input_length - run->sent;
    ssize_t sent = 0;
    if (left > 0)
        sent = send(run->in, run->input + run->sent, left, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0)
        run->sent += (size_t)sent;
    bool again = sent < 0 && (errno == EAGAIN || errno == EINTR);
    if (run->sent == run->input_length || (sent < 0 && !again))
        close_end(&run->in);
}

/* Drops bytes from the beginning of the output, so that `length` more bytes fit. */
static void drop_begin(struct text *output, size_t length)
{
    size_t kept = output->maximum - length;
    if (output->length <= kept)
        return;
    memmove(output->data, output->data + output->length - kept, kept);
    output->length = kept;
}

static void keep(struct process_run *run, const char *bytes, size_t length)
{
    if (run->keep_end)
        drop_begin(&run->output, length);
    if (text_append(&run->output, bytes, length) < 0 && !run->killed) {
        run->result = PROCESS_FLOODED;
        run->asked = run->killed = true;
        process_signal(&run->process, SIGKILL);
    }
}

/* Reads and keeps the bytes that have arrived, but at most CHUNKS_MAX chunks, so that the other
 * programs get their turn. */
static void hear(struct process_run *run)
{
    enum { CHUNKS_MAX = 64 };
    char buffer[CHUNK];
    for (int i = 0; run->out >= 0 && i < CHUNKS_MAX; i++) {
        ssize_t got = read(run->out, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got > 0)
            keep(run, buffer, (size_t)got);
        else
            close_end(&run->out);
    }
}

/* Sends SIGTERM if the time limit is over or the stop flag is set, and SIGKILL after the grace
 * period. */
static void press(struct process_run *run, const volatile sig_atomic_t *stop)
{
    bool over = clock_ms() >= run->deadline;
    if (run->asked) {
        if (over && !run->killed)
            process_signal(&run->process, SIGKILL);
        run->killed |= over;
        return;
    }
    if (!over && !is_set(stop))
        return;
    run->asked = true;
    run->result = is_set(stop) ? PROCESS_STOPPED : PROCESS_TIMED_OUT;
    run->deadline = clock_ms() + PROCESS_GRACE_MS;
    process_signal(&run->process, SIGTERM);
}

/* Returns true and sets the result once the program has ended. */
static bool reap(struct process_run *run)
{
    int status;
    if (!process_ended(&run->process, &status))
        return false;
    hear(run);
    if (run->asked)
        finish(run, run->result, 0);
    else if (status == PROCESS_LOST)
        finish(run, PROCESS_STATUS_LOST, 0);
    else if (WIFSIGNALED(status))
        finish(run, PROCESS_SIGNALED, WTERMSIG(status));
    else
        finish(run, PROCESS_EXITED, WEXITSTATUS(status));
    return true;
}

/* Waits until a program accepts input, has printed something or has ended, but at most until the
 * clock and the stop flag must be checked again. */
static void await(struct process_run *const *running, size_t count, struct pollfd *ends)
{
    enum { TICK = 100, SHORT_TICK = 5 };
    size_t used = 0;
    int tick = TICK;
    for (size_t i = 0; i < count; i++) {
        const struct process_run *run = running[i];
        if (run->process.descriptor < 0)
            tick = SHORT_TICK;
        /* poll() ignores a descriptor of -1. */
        ends[used++] = (struct pollfd){.fd = run->process.descriptor, .events = POLLIN};
        ends[used++] = (struct pollfd){.fd = run->out, .events = POLLIN};
        ends[used++] = (struct pollfd){.fd = run->in, .events = POLLOUT};
    }
    (void)poll(ends, used, tick);
}

/* Sends input to, reads from and checks each running program once. Returns how many still run. */
static size_t turn(struct process_run **running, size_t count, const volatile sig_atomic_t *stop)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        struct process_run *run = running[i];
        if (run->in >= 0)
            feed(run);
        hear(run);
        if (reap(run))
            continue;
        press(run, stop);
        running[left++] = run;
    }
    return left;
}

void process_run_all(struct process_run *runs, size_t count, size_t at_once,
                     const volatile sig_atomic_t *stop)
{
    arena_scope struct arena scratch = {0};
    assert(at_once > 0);
    at_once = at_once < count ? at_once : count;
    struct process_run **running = arena_array(&scratch, struct process_run *, at_once);
    struct pollfd *ends = arena_array(&scratch, struct pollfd, 3 * at_once);
    size_t next = 0, busy = 0;
    while (busy > 0 || next < count) {
        for (; busy < at_once && next < count; next++) {
            struct process_run *run = &runs[next];
            assert(!run->keep_end || run->output.maximum >= CHUNK);
            run->in = run->out = -1;
            if (is_set(stop))
                finish(run, PROCESS_STOPPED, 0);
            else if (start(run))
                running[busy++] = run;
        }
        if (busy > 0)
            await(running, busy, ends);
        busy = turn(running, busy, stop);
    }
}
