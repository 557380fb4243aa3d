// SPDX-License-Identifier: Apache-2.0
#include "golden.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/arena.h"
#include "manifests/base/text.h"

static void path_of(char *path, size_t size, const char *folder, const char *name)
{
    const char *root = getenv(folder);
    snprintf(path, size, "%s/%s", root != NULL ? root : "/nowhere", name);
}

char *golden_read(const char *folder, const char *name)
{
    char path[4096];
    path_of(path, sizeof path, folder, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    struct text text = text_of(TEXT_FILE_MAX);
    int got = text_read_fd(&text, file);
    close(file);
    if (got != 0) {
        text_done(&text);
        return NULL;
    }
    return text.data != NULL ? text.data : memory_must(strdup(""));
}

bool golden_equal(const char *folder, const char *name, const char *bytes, size_t length)
{
    char path[4096], command[8192];
    path_of(path, sizeof path, folder, name);
    if (getenv("WEIR_ACCEPT") != NULL) {
        FILE *out = fopen(path, "w");
        bool written = out != NULL && fwrite(bytes, 1, length, out) == length;
        return out != NULL && fclose(out) == 0 && written;
    }
    char *expected = golden_read(folder, name);
    bool equal =
        expected != NULL && strlen(expected) == length && memcmp(expected, bytes, length) == 0;
    free(expected);
    if (equal)
        return true;
    snprintf(command, sizeof command, "diff -u '%s' - >&2", path);
    FILE *diff = popen(command, "w");
    if (diff != NULL) {
        fwrite(bytes, 1, length, diff);
        pclose(diff);
    }
    return false;
}
