// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/refs/lock_link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/file.h"
#include "reconciler/git/stop.h"

enum { TRIES_MAX = 100 /* tries with 50 ms between them: git holds a lock only for a moment */ };

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
}

void lock_link_refuse(struct write_outcome *out, const char *words)
{
    out->result = WRITE_REFUSED;
    snprintf(out->words, sizeof out->words, "%s: %s", words, strerror(errno));
}

int lock_link_guard(const char *path, const volatile sig_atomic_t *stop, struct write_outcome *out)
{
    int guard = file_open_lock(path, O_RDWR, 0666);
    if (guard < 0) {
        lock_link_refuse(out, "the repository can't be locked");
        return -1;
    }
    for (int try = 0; flock(guard, LOCK_EX | LOCK_NB) != 0; try++) {
        if (errno != EWOULDBLOCK || try == TRIES_MAX || stop_requested(stop)) {
            const char *name = strrchr(path, '/');
            char words[128];
            snprintf(words, sizeof words,
                     "%.30s can't be taken, perhaps because another weir is writing to the "
                     "repository",
                     name != NULL ? name + 1 : path);
            lock_link_refuse(out, words);
            close(guard);
            return -1;
        }
        pause_briefly();
    }
    return guard;
}

void lock_link_clear(const char *own, const char *lock)
{
    struct stat mine, locked;
    if (lstat(own, &mine) != 0)
        return;
    if (lstat(lock, &locked) == 0 && locked.st_dev == mine.st_dev && locked.st_ino == mine.st_ino)
        unlink(lock);
    unlink(own); /* overwriting it could change the locked file, which may be the same inode */
}

int lock_link_take(const char *own, const char *lock, const volatile sig_atomic_t *stop)
{
    for (int try = 0; link(own, lock) != 0; try++) {
        if (errno == ENOENT && try == 0) {
            if (file_make_folders(lock, 0777) < 0)
                return -1;
        } else if (errno != EEXIST || try == TRIES_MAX || stop_requested(stop)) {
            return -1;
        } else {
            pause_briefly();
        }
    }
    return 0;
}
