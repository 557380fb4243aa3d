// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/process.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "reconciler/net/clock.h"

const char *const *process_environment(struct arena *arena, const char *const *names, size_t count)
{
    const char **made = arena_array(arena, const char *, count + 1);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL)
            made[used++] = arena_print(arena, "%s=%s", names[i], value);
    }
    return made;
}

/* Copies the descriptors to numbers that the program does not get, so that setting one of the
 * program's descriptors never closes another. */
static int raise_files(const struct process_command *command, int *raised)
{
    for (size_t i = 0; i < command->file_count; i++) {
        int file = command->files[i];
        raised[i] = file == PROCESS_DISCARD ? open("/dev/null", O_RDWR | O_CLOEXEC)
                                            : fcntl(file, F_DUPFD_CLOEXEC, PROCESS_FILES_MAX);
        if (file == PROCESS_DISCARD && raised[i] >= 0 && raised[i] < PROCESS_FILES_MAX) {
            int low = raised[i];
            raised[i] = fcntl(low, F_DUPFD_CLOEXEC, PROCESS_FILES_MAX);
            close(low);
        }
        if (raised[i] < 0)
            return -1;
    }
    return 0;
}

static void close_files(const int *files, size_t count)
{
    int saved = errno;
    for (size_t i = 0; i < count; i++)
        if (files[i] >= 0)
            close(files[i]);
    errno = saved;
}

/* Starts the program with these descriptors. Returns 0, or an errno. */
static int spawn(pid_t *id, const struct process_command *command, const int *files)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    for (size_t i = 0; i < command->file_count; i++)
        posix_spawn_file_actions_adddup2(&actions, files[i], (int)i);
    posix_spawn_file_actions_addclosefrom_np(&actions, (int)command->file_count);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             (short)(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK |
                                     (command->own_group ? POSIX_SPAWN_SETPGROUP : 0)));
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    const char *const *environment = command->environment != NULL
                                         ? command->environment
                                         : (const char *const *)(uintptr_t)environ;
    /* The casts remove const: posix_spawn does not change the texts. */
    int code = posix_spawnp(id, command->arguments[0], &actions, &attributes,
                            (char *const *)(uintptr_t)command->arguments,
                            (char *const *)(uintptr_t)environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

int process_start(struct process *process, const struct process_command *command)
{
    int raised[PROCESS_FILES_MAX];
    assert(command->file_count > STDERR_FILENO && command->file_count <= PROCESS_FILES_MAX);
    for (size_t i = 0; i < PROCESS_FILES_MAX; i++)
        raised[i] = -1;
    struct process made = {.own_group = command->own_group};
    int code = raise_files(command, raised) < 0 ? errno : spawn(&made.id, command, raised);
    close_files(raised, PROCESS_FILES_MAX);
    if (code != 0)
        return errno = code, -1;
    made.descriptor = pidfd_open(made.id, 0);
    *process = made;
    return 0;
}

void process_signal(const struct process *process, int signal)
{
    if (process->id > 0)
        kill(process->own_group ? -process->id : process->id, signal);
}

/* Kills the group before waitpid() removes the program: until then no other process can get the
 * group's number. */
bool process_ended(struct process *process, int *status)
{
    siginfo_t info = {0};
    int result = waitid(P_PID, (id_t)process->id, &info, WEXITED | WNOHANG | WNOWAIT);
    if (result < 0 ? errno != ECHILD : info.si_pid == 0)
        return false;
    if (process->own_group)
        kill(-process->id, SIGKILL);
    *status = PROCESS_LOST;
    while (waitpid(process->id, status, 0) < 0 && errno == EINTR)
        ;
    close_files(&process->descriptor, 1);
    *process = (struct process){0};
    return true;
}

int process_end(struct process *process, int64_t patience, int64_t grace)
{
    enum { TICK = 1, LONG = 1000 };
    int64_t limit = clock_ms() + patience;
    int status = PROCESS_LOST;
    for (int signal = SIGTERM; process->id > 0 && !process_ended(process, &status);) {
        int64_t left = limit - clock_ms();
        if (left <= 0 && signal != 0) {
            process_signal(process, signal);
            signal = signal == SIGTERM ? SIGKILL : 0;
            limit = clock_ms() + grace;
            continue;
        }
        left = left <= 0 || left > LONG ? LONG : left;
        struct pollfd end = {.fd = process->descriptor, .events = POLLIN};
        (void)poll(&end, 1, process->descriptor >= 0 ? (int)left : TICK);
    }
    return status;
}
