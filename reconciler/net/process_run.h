// SPDX-License-Identifier: Apache-2.0
/* Runs programs to their end, several at once. Each gets its input, and its output is kept up to a
 * maximum. A program whose time is over, or that is stopped by the flag, gets SIGTERM, and after
 * PROCESS_GRACE_MS SIGKILL, together with all that it started (its process group). */
#pragma once

#include <signal.h>

#include "manifests/base/text.h"
#include "reconciler/net/process.h"

enum { PROCESS_GRACE_MS = 2000 };

/* How a run ended. */
enum process_result {
    PROCESS_EXITED,      /* number: the exit status */
    PROCESS_SIGNALED,    /* number: the signal, which was not ours */
    PROCESS_NOT_STARTED, /* number: an errno; ENOENT: the program does not exist */
    PROCESS_STATUS_LOST, /* it has ended, but its status is unknown */
    PROCESS_TIMED_OUT,
    PROCESS_STOPPED, /* by the stop flag, perhaps before it was started */
    PROCESS_FLOODED, /* it printed more than the output's maximum */
};

struct process_run {
    /* Set by the caller. command.files 0 and 1, and with `errors` also 2, are set by the run;
     * file_count counts them. The program always gets its own group. */
    struct process_command command;
    const char *input; /* its standard input */
    size_t input_length;
    struct text output; /* text_of(maximum); the caller frees it */
    bool errors;        /* keep its standard error, too, in the same output */
    bool keep_end;      /* when it prints more than the maximum, keep the end; otherwise the run is
                           PROCESS_FLOODED */
    int64_t limit_ms;
    void (*ended)(struct process_run *run); /* called at its end, or NULL */
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

/* Runs all of them in their order, `at_once` at the same time. `stop` may be NULL; once it is set,
 * running programs are ended and no other is started. It cannot fail: each run has its result. */
void process_run_all(struct process_run *runs, size_t count, size_t at_once,
                     const volatile sig_atomic_t *stop);
