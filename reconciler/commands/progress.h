// SPDX-License-Identifier: Apache-2.0
/*
 * Shows a progress line on stderr while a command runs for more than a second. A thread of its own
 * draws the line, because the main thread may be waiting for a registry.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool wanted; /* stderr is a terminal and --quiet is not given */

    pthread_t thread;
    pthread_mutex_t lock; /* protects ended, done and total */
    pthread_cond_t changed;
    bool running, ended;
    size_t done, total;
};

/* Starts the thread if the line is wanted. */
void progress_begin(struct progress *progress);
/* Sets the number of answers so far and the number of questions. `context` is the struct progress.
 */
void progress_count(void *context, size_t done, size_t total);
/* Ends the thread and removes the line if it was drawn. */
void progress_end(struct progress *progress);
