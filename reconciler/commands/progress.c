// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { AFTER = 1000, EVERY = 200 }; /* milliseconds */

static struct timespec later(struct timespec from, long milliseconds)
{
    long nanoseconds = from.tv_nsec + milliseconds % 1000 * 1000000;
    from.tv_sec += milliseconds / 1000 + nanoseconds / 1000000000;
    from.tv_nsec = nanoseconds % 1000000000;
    return from;
}

static void draw(const struct progress *progress)
{
    if (progress->total > 0)
        fprintf(stderr, "\rasking registries %zu/%zu\033[K", progress->done, progress->total);
    else
        fputs("\rreading the repository\033[K", stderr);
    fflush(stderr);
}

static void *watch(void *context)
{
    struct progress *progress = context;
    struct timespec next;
    bool drawn = false;
    clock_gettime(CLOCK_MONOTONIC, &next);
    next = later(next, AFTER);
    pthread_mutex_lock(&progress->lock);
    while (!progress->ended) {
        int waited = pthread_cond_timedwait(&progress->changed, &progress->lock, &next);
        if (progress->ended || waited != ETIMEDOUT)
            continue;
        draw(progress);
        drawn = true;
        next = later(next, EVERY);
    }
    pthread_mutex_unlock(&progress->lock);
    if (drawn)
        fputs("\r\033[K", stderr);
    return NULL;
}

void progress_begin(struct progress *progress)
{
    if (!progress->wanted)
        return;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&progress->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&progress->lock, NULL);
    progress->ended = false;
    progress->done = progress->total = 0;

    sigset_t all, before; /* the new thread blocks all signals, so only the main thread gets them */
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    progress->running = pthread_create(&progress->thread, NULL, watch, progress) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void progress_count(void *context, size_t done, size_t total)
{
    struct progress *progress = context;
    if (!progress->running)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->done = done;
    progress->total = total;
    pthread_mutex_unlock(&progress->lock);
}

void progress_end(struct progress *progress)
{
    if (!progress->running)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->ended = true;
    pthread_cond_signal(&progress->changed);
    pthread_mutex_unlock(&progress->lock);
    pthread_join(progress->thread, NULL);
    pthread_cond_destroy(&progress->changed);
    pthread_mutex_destroy(&progress->lock);
    progress->running = false;
}
