// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/text.h"

static const char prefix[] = ".weir-";
enum {
    NAME_MAX_LENGTH = 48,
    AGE_UNKNOWN =
        86400, /* seconds after which a file on a file system without locks is left over */
};

static void print_name(char out[NAME_MAX_LENGTH], uint64_t random)
{
    uint64_t sum = 14695981039346656037U; /* FNV-1a */
    for (unsigned i = 0; i < sizeof random; i++)
        sum = (sum ^ (random >> 8 * i & 0xff)) * 1099511628211U;
    snprintf(out, NAME_MAX_LENGTH, "%s%016" PRIx64 "%016" PRIx64, prefix, random, sum);
}

static bool is_own(const char *name)
{
    char own[NAME_MAX_LENGTH];
    uint64_t random;
    if (!text_starts(name, prefix) || sscanf(name + sizeof prefix - 1, "%16" SCNx64, &random) != 1)
        return false;
    print_name(own, random);
    return strcmp(name, own) == 0;
}

int temporary_create(int folder, char name[PATH_MAX], mode_t mode)
{
    uint64_t random;
    *name = '\0';
    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return -1;
    print_name(name, random);
    int file = openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file < 0)
        *name = '\0';
    return file;
}

static void remove_left_over(int folder, const char *name)
{
    struct stat at;
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0)
        return;
    bool locked = flock(file, LOCK_EX | LOCK_NB) != 0;
    bool known = !locked || errno == EWOULDBLOCK;
    if (fstat(file, &at) == 0 && S_ISREG(at.st_mode) && at.st_nlink == 1 &&
        (known ? !locked : time(NULL) - at.st_mtime > AGE_UNKNOWN))
        unlinkat(folder, name, 0);
    close(file);
}

void temporary_cleanup(int folder)
{
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = own >= 0 ? fdopendir(own) : NULL;
    if (list == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (is_own(entry->d_name))
            remove_left_over(folder, entry->d_name);
    closedir(list);
}
