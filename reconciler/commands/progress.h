// SPDX-License-Identifier: Apache-2.0
/*
 * What a person watches on a terminal while something takes more than a second: one line on
 * stderr, drawn by a thread of its own, because a registry that says nothing calls nobody back.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool wanted; /* stderr is a terminal, and the person did not ask for quiet */

    pthread_t thread;
    pthread_mutex_t lock; /* of what stands below */
    pthread_cond_t changed;
    bool running, ended;
    size_t done, total;
};

/* Nothing happens unless it is wanted. */
void progress_begin(struct progress *progress);
/* How many answers of how many are there; the context is the progress. */
void progress_count(void *context, size_t done, size_t total);
/* Takes the line away, when it was drawn. */
void progress_end(struct progress *progress);
