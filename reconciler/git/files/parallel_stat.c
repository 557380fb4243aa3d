// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/parallel_stat.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NANOSECONDS 1000000000LL

enum { FILES_MIN = 1000 }; /* a thread costs what 50 files do */

struct slot {
    struct glimpse glimpse;
    atomic_bool there; /* the glimpse is written, and for good */
};

struct glance {
    pthread_t thread;
    int root;
    const struct listing *before;
    int64_t settled;
    atomic_size_t front; /* where the walk is */
    struct slot slots[]; /* one for each file */
};

static int64_t nanoseconds(struct timespec at)
{
    return (int64_t)at.tv_sec * NANOSECONDS + at.tv_nsec;
}

int64_t glimpse_settled(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now) - 2 * NANOSECONDS;
}

/* Not the times alone: a file put in place by a rename may bring any mtime with it. ctime decides
 * what is settled, since unlike mtime nobody can set it back. */
struct source_id glimpse_id(const struct stat *at, int64_t settled)
{
    struct source_id id = {0};
    uint64_t inode = at->st_ino, mtime = (uint64_t)nanoseconds(at->st_mtim),
             ctime = (uint64_t)nanoseconds(at->st_ctim), device = at->st_dev;
    uint32_t size = (uint32_t)at->st_size;
    if (nanoseconds(at->st_ctim) > settled)
        return id;
    device ^= device >> 24 ^ device >> 48;
    memcpy(id.bytes, &inode, 8);
    memcpy(id.bytes + 8, &mtime, 8);
    memcpy(id.bytes + 16, &ctime, 8);
    memcpy(id.bytes + 24, &size, 4);
    memcpy(id.bytes + 28, &device, 3);
    id.bytes[31] = 'w';
    return id;
}

bool glimpse_at(int folder, const char *path, int64_t settled, struct glimpse *out)
{
    struct stat at;
    if (fstatat(folder, path, &at, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(at.st_mode))
        return false;
    *out = (struct glimpse){glimpse_id(&at, settled), (uint64_t)at.st_size,
                            at.st_mode & S_IXUSR ? 0100755 : 0100644};
    return true;
}

static void *look_back(void *context)
{
    struct glance *glance = context;
    const struct source_file *files = glance->before->files.items;
    for (size_t i = glance->before->files.count;
         i-- > 0 && i > atomic_load_explicit(&glance->front, memory_order_relaxed);) {
        struct slot *slot = &glance->slots[i];
        if (glimpse_at(glance->root, files[i].path, glance->settled, &slot->glimpse))
            atomic_store_explicit(&slot->there, true, memory_order_release);
    }
    return NULL;
}

/* Of those that this process may run on. */
static bool one_processor(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) < 2;
}

struct glance *glance_begin(int root, const struct listing *before, int64_t settled)
{
    if (before == NULL || before->files.count < FILES_MIN || one_processor())
        return NULL;
    struct glance *made =
        memory_must(calloc(1, sizeof *made + before->files.count * sizeof *made->slots));
    made->root = root;
    made->before = before;
    made->settled = settled;
    if (pthread_create(&made->thread, NULL, look_back, made) == 0)
        return made;
    free(made);
    return NULL;
}

bool glance_find(struct glance *glance, ptrdiff_t index, struct glimpse *out)
{
    if (glance == NULL || index < 0)
        return false;
    atomic_store_explicit(&glance->front, (size_t)index, memory_order_relaxed);
    if (!atomic_load_explicit(&glance->slots[index].there, memory_order_acquire))
        return false;
    *out = glance->slots[index].glimpse;
    return true;
}

void glance_end(struct glance *glance)
{
    if (glance == NULL)
        return;
    atomic_store_explicit(&glance->front, SIZE_MAX, memory_order_relaxed);
    pthread_join(glance->thread, NULL);
    free(glance);
}
