// SPDX-License-Identifier: Apache-2.0
/* Runs programs to their end, several at the same time. Each gets its input, and its output is kept
 * up to a maximum. When a program's time limit is over or the stop flag is set, its process group
 * gets SIGTERM, and SIGKILL if the program still runs after PROCESS_GRACE_MS. */
#pragma once

#include <signal.h>

#include "manifests/base/text.h"
#include "reconciler/net/process.h"

enum { PROCESS_GRACE_MS = 2000 };

/* How a run ended. */
enum process_result {
    PROCESS_EXITED,      /* number: the exit status */
    PROCESS_SIGNALED,    /* number: the signal, which this file did not send */
    PROCESS_NOT_STARTED, /* number: an errno; ENOENT: the program does not exist */
    PROCESS_STATUS_LOST, /* the program has ended, but its status is unknown */
    PROCESS_TIMED_OUT,
    PROCESS_STOPPED, /* the stop flag ended the program or kept it from starting */
    PROCESS_FLOODED, /* the program printed more than the output's maximum and was killed */
};

struct process_run {
    /* Set by the caller, except for command.files 0 and 1 and, with `errors`, also 2; file_count
     * includes them. The program always gets its own group. */
    struct process_command command;
    const char *input; /* the program's standard input */
    size_t input_length;
    struct text output; /* text_of(maximum); the caller frees it */
    bool errors;        /* keep standard error, too, in the same output */
    bool keep_end;      /* when the output exceeds the maximum: true keeps the last bytes (the
                           maximum must be at least 4096), false ends with PROCESS_FLOODED */
    int64_t limit_ms;   /* the time limit, in milliseconds */
    void (*ended)(struct process_run *run); /* called when the run has its result; or NULL */
    void *context;                          /* the caller's */

    /* Set by process_run_all. */
    enum process_result result;
    int number;

    /* Private. */
    struct process process;
    int in, out; /* this process's ends of input and output; -1: closed */
    size_t sent;
    int64_t deadline; /* time of clock_ms() at which the next signal is sent */
    bool asked, killed;
};

/* Starts the programs in their order, at most `at_once` (1 or more) at the same time, and returns
 * when all have ended. `stop` may be NULL; once the flag is set, running programs are ended and no
 * other is started. Cannot fail: each run has its result. */
void process_run_all(struct process_run *runs, size_t count, size_t at_once,
                     const volatile sig_atomic_t *stop);
