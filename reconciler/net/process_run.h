// SPDX-License-Identifier: Apache-2.0
/*
 * Runs programs to their end, several at once: each is fed its input, its output is kept up to a
 * maximum, and it is ended when its time is over or a stop flag is set, first by SIGTERM and after
 * PROCESS_GRACE_MS by SIGKILL, with all that it started (they are a process group).
 */
#pragma once

#include <signal.h>

#include "manifests/base/text.h"
#include "reconciler/net/process.h"

enum { PROCESS_GRACE_MS = 2000 };

/* How a run came to its end. */
enum process_result {
    PROCESS_EXITED,      /* number: the exit status */
    PROCESS_SIGNALED,    /* number: the signal, which was not ours */
    PROCESS_NOT_STARTED, /* number: an errno; ENOENT: there is no such program */
    PROCESS_STATUS_LOST, /* it ended, but nobody knows how */
    PROCESS_TIMED_OUT,
    PROCESS_STOPPED, /* by the stop flag; perhaps before it was started */
    PROCESS_FLOODED, /* it printed more than the output's maximum */
};

struct process_run {
    /* Set by the caller. Of command.files 0 and 1 are ours, and so is 2 when `errors` is set;
     * file_count counts them. The command always gets its own group. */
    struct process_command command;
    const char *input; /* what it reads from its standard input */
    size_t input_length;
    struct text output; /* text_of(maximum); the caller frees it */
    bool errors;        /* its standard error is kept too, in the same output */
    bool keep_end; /* when it prints more than the maximum, only the end is kept; else FLOODED */
    int64_t limit_ms;
    void (*ended)(struct process_run *run); /* called at its end; NULL: nobody is called */
    void *context;                          /* the caller's */

    /* Set by process_run_all. */
    enum process_result result;
    int number;

    /* Private. */
    struct process process;
    int in, out; /* our ends; -1: closed */
    size_t sent;
    int64_t deadline; /* of the monotonic clock: when SIGTERM goes, then SIGKILL */
    bool asked, killed;
};

/*
 * Runs all of them, `at_once` at the same time, in their order. `stop` may be NULL; once it is set,
 * those that run are ended and no other is started. Cannot fail: each run has its result.
 */
void process_run_all(struct process_run *runs, size_t count, size_t at_once,
                     const volatile sig_atomic_t *stop);
