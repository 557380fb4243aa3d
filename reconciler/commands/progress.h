// SPDX-License-Identifier: Apache-2.0
/*
 * A line on the terminal's stderr while a command takes more than a second. A thread draws it,
 * because nothing else runs while a registry does not answer.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool wanted; /* stderr is a terminal and --quiet is not given */

    pthread_t thread;
    pthread_mutex_t lock; /* of the members below */
    pthread_cond_t changed;
    bool running, ended;
    size_t done, total;
};

/* Starts the thread if the line is wanted. */
void progress_begin(struct progress *progress);
/* Sets the number of answers so far and of all; the context is the progress. */
void progress_count(void *context, size_t done, size_t total);
/* Ends the thread and removes the line if it was drawn. */
void progress_end(struct progress *progress);
