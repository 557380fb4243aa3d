// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "reconciler/git/objects/pack_keep.h"

enum {
    AGE = 600,           /* seconds after which a file that nobody has locked is left over */
    AGE_UNKNOWN = 86400, /* the same for a file system without locks */
};

/* Returns true if the name is weir's, and a complete pack does not have it. */
static bool incomplete(int folder, const char *name)
{
    char index[PACK_NAME_MAX];
    struct stat at;
    if (pack_draft_is_temporary(name) || pack_draft_owns(name, "keep"))
        return true;
    if (!pack_draft_owns(name, "pack"))
        return false;
    strcpy(index, name);
    strcpy(strrchr(index, '.'), ".idx");
    return fstatat(folder, index, &at, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
}

/* Returns true if the file is old and no process holds its lock. */
static bool left_over(int file)
{
    struct stat at;
    if (fstat(file, &at) != 0 || !S_ISREG(at.st_mode))
        return false;
    time_t age = time(NULL) - at.st_mtime;
    if (flock(file, LOCK_EX | LOCK_NB) == 0)
        return age > AGE;
    return errno != EWOULDBLOCK && age > AGE_UNKNOWN;
}

static void clean(int folder, const char *name)
{
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return;
    bool own = !pack_draft_owns(name, "keep") || pack_keep_is_own(file);
    /* Looks again: the pack's writer may have named the index since, and have ended. */
    if (own && left_over(file) && incomplete(folder, name))
        unlinkat(folder, name, 0);
    close(file);
}

void pack_cleanup(int folder)
{
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = own >= 0 ? fdopendir(own) : NULL;
    if (list == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (incomplete(folder, entry->d_name))
            clean(folder, entry->d_name);
    closedir(list);
}
