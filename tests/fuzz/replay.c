// SPDX-License-Identifier: Apache-2.0
/* A fuzz entry as a plain test: runs it over the files of the folders given. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "tests/fuzz/fuzz.h"

static int replay(const char *folder)
{
    DIR *open = opendir(folder);
    if (open == NULL)
        return -1;
    int count = 0;
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        text_scope struct text text = text_of(TEXT_FILE_MAX);
        int fd = openat(dirfd(open), entry->d_name, O_RDONLY | O_CLOEXEC);
        if (fd < 0 || text_read_fd(&text, fd) != 0)
            return -1;
        close(fd);
        (void)LLVMFuzzerTestOneInput((const uint8_t *)(text.data != NULL ? text.data : ""),
                                     text.length);
        count++;
    }
    closedir(open);
    return count;
}

int main(int count, char **folders)
{
    for (int i = 1; i < count; i++) {
        int files = replay(folders[i]);
        if (files <= 0) {
            fprintf(stderr, "no files in %s\n", folders[i]);
            return 1;
        }
        printf("%s: %d files\n", folders[i], files);
    }
    return 0;
}
