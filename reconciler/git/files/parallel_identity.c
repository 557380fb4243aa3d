// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/parallel_identity.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { FILES_MIN = 1000 }; /* starting a thread costs as much as reading 50 identities */

struct slot {
    struct file_identity identity;
    atomic_bool complete; /* the thread has written `identity` and will not change it */
};

struct parallel_identity {
    pthread_t thread;
    int root;
    const struct listing *before;
    int64_t settled;
    atomic_size_t front; /* index of the file that the walk has reached; SIZE_MAX: stop */
    struct slot slots[]; /* one for each file of `before` */
};

/* Reads identities from the last file back to the file that the walk has reached. */
static void *read_back(void *context)
{
    struct parallel_identity *reading = context;
    const struct source_file *files = reading->before->files.items;
    for (size_t i = reading->before->files.count;
         i-- > 0 && i > atomic_load_explicit(&reading->front, memory_order_relaxed);) {
        struct slot *slot = &reading->slots[i];
        if (file_identity_read(reading->root, files[i].path, reading->settled, &slot->identity))
            atomic_store_explicit(&slot->complete, true, memory_order_release);
    }
    return NULL;
}

/* True if this process may run on one processor only. */
static bool one_processor(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) < 2;
}

struct parallel_identity *parallel_identity_begin(int root, const struct listing *before,
                                                  int64_t settled)
{
    if (before == NULL || before->files.count < FILES_MIN || one_processor())
        return NULL;
    struct parallel_identity *made =
        memory_must(calloc(1, sizeof *made + before->files.count * sizeof *made->slots));
    made->root = root;
    made->before = before;
    made->settled = settled;
    if (pthread_create(&made->thread, NULL, read_back, made) == 0)
        return made;
    free(made);
    return NULL;
}

bool parallel_identity_find(struct parallel_identity *reading, ptrdiff_t index,
                            struct file_identity *out)
{
    if (reading == NULL || index < 0)
        return false;
    atomic_store_explicit(&reading->front, (size_t)index, memory_order_relaxed);
    if (!atomic_load_explicit(&reading->slots[index].complete, memory_order_acquire))
        return false;
    *out = reading->slots[index].identity;
    return true;
}

void parallel_identity_end(struct parallel_identity *reading)
{
    if (reading == NULL)
        return;
    atomic_store_explicit(&reading->front, SIZE_MAX, memory_order_relaxed);
    pthread_join(reading->thread, NULL);
    free(reading);
}
