// SPDX-License-Identifier: Apache-2.0
#include "reconciler/check.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "manifests/base/utf8.h"
#include "reconciler/net/clock.h"
#include "reconciler/report/shown.h"

/* One program on its way. */
struct check_job {
    const struct config_check *check;
    struct answer *answer;
    pid_t child;       /* 0: none */
    int process;       /* tells its end; -1: this kernel has no such descriptors */
    int input, output; /* -1: closed */
    const char *rest;  /* of the input */
    char *tail;        /* CHECK_OUTPUT_MAX bytes, of a job that has ended or new */
    size_t length;
    int64_t limit; /* milliseconds of the monotonic clock: when it is told to end, then killed */
    bool late, cancelled, killed;
};

/* All of one check_ask. */
struct checks {
    const struct config *config;
    const volatile sig_atomic_t *stop;
    struct arena *arena, *scratch;
    struct check_job *jobs;
    size_t job_count;
    LIST_OF(char *) spare; /* tails that nobody uses */
};

const char *check_last_line(struct arena *arena, const char *output, size_t length)
{
    while (length > 0 && strchr(" \t\r\n", output[length - 1]) != NULL)
        length--;
    const char *line = memrchr(output, '\n', length);
    line = line != NULL ? line + 1 : output;
    length -= (size_t)(line - output);
    const char *safe = shown_safe(arena, arena_copy(arena, line, length));
    return arena_copy(arena, safe, utf8_fit(safe, CHECK_WHY_MAX));
}

/* ---- starting ---- */

static char **environment_of(struct arena *arena, const struct config_check *check)
{
    static const char *const always[] = {"PATH", "HOME", "LANG"};
    enum { ALWAYS = sizeof always / sizeof *always };
    char **made = arena_array(arena, char *, ALWAYS + check->variables.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < ALWAYS + check->variables.count; i++) {
        const char *name = i < ALWAYS ? always[i] : check->variables.items[i - ALWAYS];
        const char *value = getenv(name);
        if (value != NULL)
            made[count++] = arena_print(arena, "%s=%s", name, value);
    }
    return made;
}

static char **arguments_of(struct arena *arena, const struct config_check *check)
{
    char **made = arena_array(arena, char *, check->command.count + 1);
    for (size_t i = 0; i < check->command.count; i++)
        made[i] = arena_text(arena, check->command.items[i]);
    return made;
}

/* Its own group, default signals, no descriptors but the three. An errno, or 0. */
static int spawn(struct check_job *job, int input, int output)
{
    arena_scope struct arena scratch = {0};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF |
                                              POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    char **arguments = arguments_of(&scratch, job->check);
    int code = posix_spawnp(&job->child, arguments[0], &actions, &attributes, arguments,
                            environment_of(&scratch, job->check));
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

/* A descriptor above those that the program gets, so that placing one never closes another. */
static int high(int fd)
{
    int moved = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 10) : -1;
    if (fd >= 0)
        close(fd);
    return moved;
}

static void close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void unknown(struct answer *answer, const char *word, const char *why)
{
    answer->state = ANSWER_UNKNOWN;
    answer->word = word;
    answer->why = why;
}

/* Input is a socket, so that writing to a program that reads nothing raises no signal. */
static void start(struct checks *checks, struct check_job *job)
{
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    int code = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0 || pipe2(out, O_CLOEXEC) != 0)
        code = errno;
    int input = high(in[1]), output = high(out[1]);
    job->input = in[0];
    job->output = out[0];
    if (code == 0 && (input < 0 || output < 0))
        code = EMFILE;
    if (code == 0) {
        fcntl(job->input, F_SETFL, O_NONBLOCK);
        fcntl(job->output, F_SETFL, O_NONBLOCK);
        code = spawn(job, input, output);
    }
    close_end(&input);
    close_end(&output);
    if (code == 0) {
        job->limit = clock_ms() + job->check->timeout * 1000;
        job->process = pidfd_open(job->child, 0);
        job->tail = checks->spare.count > 0 ? checks->spare.items[--checks->spare.count]
                                            : arena_array(checks->scratch, char, CHECK_OUTPUT_MAX);
        return;
    }
    job->child = 0;
    close_end(&job->input);
    close_end(&job->output);
    unknown(job->answer, "check-start",
            arena_print(checks->arena, "\"%s\" can't be run: %s", job->check->command.items[0],
                        strerror(code)));
}

/* ---- running ---- */

static void feed(struct check_job *job)
{
    ssize_t sent = send(job->input, job->rest, strlen(job->rest), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0)
        job->rest += sent;
    bool again = sent < 0 && (errno == EAGAIN || errno == EINTR);
    if (*job->rest == '\0' || (sent < 0 && !again))
        close_end(&job->input);
}

/* What arrived, at most so much that a flood leaves time for the others; the end of it is kept. */
static void hear(struct check_job *job)
{
    char buffer[CHECK_OUTPUT_MAX / 2];
    for (int i = 0; i < 64; i++) {
        ssize_t got = read(job->output, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && errno == EAGAIN)
            return;
        if (got <= 0) {
            close_end(&job->output);
            return;
        }
        size_t length = (size_t)got, kept = CHECK_OUTPUT_MAX - length;
        kept = kept < job->length ? kept : job->length;
        memmove(job->tail, job->tail + job->length - kept, kept);
        memcpy(job->tail + kept, buffer, length);
        job->length = kept + length;
    }
}

static bool stopped(const struct checks *checks)
{
    return checks->stop != NULL && *checks->stop != 0;
}

/* Ends what has run out of time: first asks, then does not. */
static void press(const struct checks *checks, struct check_job *job)
{
    bool asked = job->late || job->cancelled;
    bool over = clock_ms() >= job->limit;
    if (asked && over && !job->killed) {
        kill(-job->child, SIGKILL);
        job->killed = true;
    }
    if (asked || !(over || stopped(checks)))
        return;
    job->cancelled = stopped(checks);
    job->late = !job->cancelled;
    job->limit = clock_ms() + CHECK_GRACE * 1000;
    kill(-job->child, SIGTERM);
}

static void judge(struct checks *checks, struct check_job *job, int status)
{
    struct arena *arena = checks->arena;
    struct answer *answer = job->answer;
    const char *line = check_last_line(arena, job->tail, job->length);
    const char *mark = *line != '\0' ? ": " : "";
    char limit[MOMENT_TEXT_MAX];
    if (job->cancelled) {
        unknown(answer, "cancelled", "the run was stopped");
    } else if (job->late) {
        unknown(answer, "timeout",
                arena_print(arena, "it did not end within %s%s%s",
                            duration_print(job->check->timeout, limit), mark, line));
    } else if (status < 0) {
        unknown(answer, "check-status", "its status is lost");
    } else if (WIFSIGNALED(status)) {
        unknown(answer, "check-signal",
                arena_print(arena, "it was ended by signal %d (%s)%s%s", WTERMSIG(status),
                            strsignal(WTERMSIG(status)), mark, line));
    } else if (WEXITSTATUS(status) > 1) {
        unknown(answer, "check-status",
                arena_print(arena, "it ended with status %d%s%s", WEXITSTATUS(status), mark, line));
    } else {
        answer->state = ANSWER_FOUND;
        answer->passed = WEXITSTATUS(status) == 0;
        answer->why = line;
    }
}

/* True once the program has ended; what it left in its group is ended too, while its id is still
 * taken. */
static bool ended(struct checks *checks, struct check_job *job)
{
    siginfo_t info = {0};
    int status = -1;
    int failed = waitid(P_PID, (id_t)job->child, &info, WEXITED | WNOHANG | WNOWAIT);
    if (failed ? errno != ECHILD : info.si_pid == 0)
        return false;
    kill(-job->child, SIGKILL);
    if (job->output >= 0)
        hear(job);
    while (waitpid(job->child, &status, 0) < 0 && errno == EINTR)
        ;
    job->child = 0;
    close_end(&job->process);
    close_end(&job->input);
    close_end(&job->output);
    judge(checks, job, status);
    *list_add(checks->scratch, &checks->spare) = job->tail;
    return true;
}

/* Waits until one of them can go on, has ended, or it is time to look at clocks and flags. */
static void await(struct check_job *const *running, size_t count, struct pollfd *ends)
{
    enum { TICK = 100, SHORT_TICK = 5 };
    size_t used = 0;
    int tick = TICK;
    for (size_t i = 0; i < count; i++) {
        const struct check_job *job = running[i];
        if (job->process < 0)
            tick = SHORT_TICK;
        ends[used++] =
            (struct pollfd){.fd = job->process, .events = POLLIN}; /* -1 is passed over */
        ends[used++] = (struct pollfd){.fd = job->output, .events = POLLIN};
        ends[used++] = (struct pollfd){.fd = job->input, .events = POLLOUT};
    }
    (void)poll(ends, used, tick);
}

/* Gives each its turn; how many are left. */
static size_t turn(struct checks *checks, struct check_job **running, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        struct check_job *job = running[i];
        if (job->input >= 0)
            feed(job);
        if (job->output >= 0)
            hear(job);
        if (ended(checks, job))
            continue;
        press(checks, job);
        running[left++] = job;
    }
    return left;
}

static void run_all(struct checks *checks)
{
    size_t most = checks->config->jobs > 0 ? checks->config->jobs : CHECK_JOBS_DEFAULT;
    struct check_job **running = arena_array(checks->scratch, struct check_job *, most);
    struct pollfd *ends = arena_array(checks->scratch, struct pollfd, 3 * most);
    size_t next = 0, count = 0;
    while (count > 0 || next < checks->job_count) {
        for (; count < most && next < checks->job_count; next++) {
            struct check_job *job = &checks->jobs[next];
            if (stopped(checks))
                unknown(job->answer, "cancelled", "the run was stopped");
            else
                start(checks, job);
            if (job->child != 0)
                running[count++] = job;
        }
        if (count > 0)
            await(running, count, ends);
        count = turn(checks, running, count);
    }
}

/* ---- questions ---- */

static const struct config_check *find(const struct config *config, const char *name, size_t length)
{
    list_each (check, &config->checks)
        if (strlen(check->name) == length && memcmp(check->name, name, length) == 0)
            return check;
    return NULL;
}

void check_ask(const struct config *config, const volatile sig_atomic_t *stop,
               const struct question *questions, size_t count, struct arena *arena,
               struct answer *answers)
{
    arena_scope struct arena scratch = {0};
    struct checks checks = {
        .config = config,
        .stop = stop,
        .arena = arena,
        .scratch = &scratch,
        .jobs = arena_array(&scratch, struct check_job, count),
    };
    for (size_t i = 0; i < count; i++) {
        const char *key = questions[i].key;
        size_t length = strcspn(key, " ");
        const struct config_check *check = find(config, key, length);
        answers[i] = (struct answer){.question = questions[i]};
        if (check == NULL) {
            unknown(&answers[i], "no-such-check",
                    "the runner has no check of this name; `checks` in weir-config(5) names them");
            continue;
        }
        const char *input = key + length + (key[length] == ' ');
        checks.jobs[checks.job_count++] = (struct check_job){
            .check = check,
            .answer = &answers[i],
            .process = -1,
            .input = -1,
            .output = -1,
            .rest = arena_print(&scratch, "%s\n", input),
        };
    }
    run_all(&checks);
}
