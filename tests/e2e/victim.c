// SPDX-License-Identifier: Apache-2.0
/*
 * A program with known effects, for the tests of kill.c: replaces the file of its first argument by
 * the text of its second, through a temporary file beside it. Eight effects: open, write, fsync,
 * rename; then fopen, fflush and fclose of FILE.log, and an unlink of FILE.old when there is one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int replace(const char *path, const char *text)
{
    char temporary[4096];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    size_t length = strlen(text);
    int result = write(fd, text, length) == (ssize_t)length && fsync(fd) == 0 ? 0 : -1;
    close(fd);
    return result == 0 ? rename(temporary, path) : -1;
}

static int note(const char *path, const char *text)
{
    char log[4096];
    snprintf(log, sizeof log, "%s.log", path);
    FILE *file = fopen(log, "ae");
    if (file == NULL)
        return -1;
    int flushed = fprintf(file, "began %s\n", text) > 0 ? fflush(file) : -1;
    int printed = fprintf(file, "ended %s\n", text);
    int closed = fclose(file);
    return flushed == 0 && printed > 0 && closed == 0 ? 0 : -1;
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    char old[4096];
    snprintf(old, sizeof old, "%s.old", arguments[1]);
    if (replace(arguments[1], arguments[2]) < 0 || note(arguments[1], arguments[2]) < 0) {
        fprintf(stderr, "victim: %s\n", strerror(errno));
        return 1;
    }
    return unlink(old) == 0 || errno == ENOENT ? 0 : 1;
}
