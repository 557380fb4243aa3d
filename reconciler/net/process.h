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
    PROCESS_LOST = -1,    /* a status that somebody else has taken */
};

struct process_command {
    const char *const *arguments;   /* the first is a path, or a name that $PATH finds; ends with
                                       NULL */
    const char *const *environment; /* "NAME=value"; ends with NULL. NULL: the same as ours */
    /* Number n becomes the program's descriptor n; they stay the caller's. */
    int files[PROCESS_FILES_MAX];
    size_t file_count;
    bool own_group; /* it and all that it starts can be ended together; a terminal's ^C does not
                       reach them */
};

/* Zeroed: nothing runs. */
struct process {
    pid_t id;       /* 0: nothing runs */
    int descriptor; /* readable for poll() once the program has ended; -1: this kernel has none */
    bool own_group;
};

/* "NAME=value" for each of the variables that is set, ending with NULL, in the arena. */
const char *const *process_environment(struct arena *arena, const char *const *names, size_t count);

/* Starts it: 0, or -1 with errno. ENOENT: there is no such program. */
MUST_USE int process_start(struct process *process, const struct process_command *command);

/* Sends a signal to the program, or to its whole group. */
void process_signal(const struct process *process, int signal);

/*
 * True once the program has ended, without waiting; *status is as waitpid(2) has it, or
 * PROCESS_LOST. What is left in its own group is killed. Call it again only after process_start.
 */
bool process_ended(struct process *process, int *status);

/*
 * Waits for the program's end and returns its status as process_ended does. After `patience`
 * milliseconds it gets SIGTERM, after another `grace` milliseconds SIGKILL. Does nothing and
 * returns PROCESS_LOST when nothing runs.
 */
int process_end(struct process *process, int64_t patience, int64_t grace);
