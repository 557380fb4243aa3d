// SPDX-License-Identifier: Apache-2.0
/*
 * Child programs: starting one, and ending it. For a program that only takes an input, prints
 * something and ends, use process_run.h, which is built on this.
 *
 * It is part of `net` because that is the leftmost folder that deals with the outside world:
 * `manifests` and `diff` never run a program, while reconciler/git and reconciler do.
 *
 * A program is started directly, without a shell, with default signals, and with no descriptors but
 * those it is given. Arguments are visible to every user of the machine: pass a secret through a
 * descriptor or the environment.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "manifests/base/arena.h"

enum {
    PROCESS_FILES_MAX = 8,
    PROCESS_DISCARD = -1, /* stands for /dev/null */
    PROCESS_LOST = -1,    /* the status when another part of the program has taken it */
};

struct process_command {
    const char *const *arguments;   /* the first is a path, or a name that $PATH finds; ends with
                                       NULL */
    const char *const *environment; /* "NAME=value"; ends with NULL. NULL: the same as ours */
    /* Number n becomes the program's descriptor n; they stay the caller's. */
    int files[PROCESS_FILES_MAX];
    size_t file_count;
    bool own_group; /* it can be ended together with all that it starts; ^C on the terminal does not
                       reach them */
};

/* Zeroed: nothing runs. */
struct process {
    pid_t id;       /* 0: nothing runs */
    int descriptor; /* readable for poll() once the program has ended; -1: this kernel has none */
    bool own_group;
};

/* Returns "NAME=value" for each of the variables that is set, ending with NULL, in the arena. */
const char *const *process_environment(struct arena *arena, const char *const *names, size_t count);

/* Starts the program: 0, or -1 with errno; ENOENT when the program does not exist. */
MUST_USE int process_start(struct process *process, const struct process_command *command);

/* Sends a signal to the program, or to its whole group. */
void process_signal(const struct process *process, int signal);

/* True once the program has ended; never waits. *status is as from waitpid(2), or PROCESS_LOST.
 * Processes that are left in its own group are killed. Do not call it again before process_start.
 */
bool process_ended(struct process *process, int *status);

/* Waits for the end of the program and returns its status as process_ended does. After `patience`
 * milliseconds it sends SIGTERM, after another `grace` milliseconds SIGKILL. When nothing runs, it
 * returns PROCESS_LOST at once. */
int process_end(struct process *process, int64_t patience, int64_t grace);
