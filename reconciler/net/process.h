// SPDX-License-Identifier: Apache-2.0
/*
 * Starts a child program, and ends it. For a program that only reads an input, prints something and
 * ends, use process_run.h, which is built on this file.
 *
 * This file is part of `net`, because `net` is the first library that deals with the outside world:
 * `manifests` and `diff` never run a program, while reconciler/git and reconciler do.
 *
 * A program is started directly, without a shell, with default signal handling, and with
 * only the descriptors that it is given. Every user of the machine can see arguments: pass a secret
 * through a descriptor or the environment.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "manifests/base/arena.h"

enum {
    PROCESS_FILES_MAX = 8,
    PROCESS_DISCARD = -1, /* in `files`: /dev/null */
    PROCESS_LOST = -1,    /* unknown status: other code has already waited for the program */
};

struct process_command {
    const char *const *arguments;   /* ends with NULL; the first is a path, or a name that is looked
                                       up in $PATH */
    const char *const *environment; /* "NAME=value"; ends with NULL. NULL: this process's own */
    /* files[n] becomes descriptor n of the program. The caller must close its own descriptors. */
    int files[PROCESS_FILES_MAX];
    size_t file_count;
    bool own_group; /* the program gets its own process group: it can be ended with all that it
                       starts, and ^C on the terminal does not reach it */
};

/* Zeroed: nothing runs. */
struct process {
    pid_t id;       /* 0: nothing runs */
    int descriptor; /* a pidfd, readable once the program has ended; -1: not available */
    bool own_group;
};

/* Returns an array in the arena: "NAME=value" for each named variable that is set, then NULL. */
const char *const *process_environment(struct arena *arena, const char *const *names, size_t count);

/* Starts the program. Returns 0, or -1 with errno; ENOENT if the program does not exist. */
MUST_USE int process_start(struct process *process, const struct process_command *command);

/* Sends a signal to the program, or to its whole process group if it has its own group. */
void process_signal(const struct process *process, int signal);

/* True once the program has ended; never waits. Then sets *status as waitpid(2) does, or to
 * PROCESS_LOST, and kills the processes that are still in the program's own group. After a true
 * result the caller must not call this function again before process_start. */
bool process_ended(struct process *process, int *status);

/* Waits for the end of the program and returns the status that process_ended sets. Sends SIGTERM
 * after `patience` milliseconds and SIGKILL after another `grace` milliseconds. Returns
 * PROCESS_LOST immediately if nothing runs. */
int process_end(struct process *process, int64_t patience, int64_t grace);
