// SPDX-License-Identifier: Apache-2.0
/*
 * A library for LD_PRELOAD that counts a program's effects and kills the program right before one
 * of them, or makes its disk full from there on. So a test can stop an unchanged program at every
 * moment that matters.
 *
 * An effect is a call from the table of wrappers below: a file made, written, flushed, renamed,
 * linked, cut or removed, and bytes sent to a socket. Bytes that leave a FILE when its buffer is
 * full, or at exit, are not seen; those of fflush and fclose are.
 *
 *   WEIR_KILL_AT=n         SIGKILL right before effect n (from 1)
 *   WEIR_KILL_MODE=torn    when effect n is a write or send: half of its bytes first
 *   WEIR_FAIL_AT=n         effect n and all later ones that need room on a disk fail …
 *   WEIR_FAIL_ERRNO=NAME   … with ENOSPC (the default), EDQUOT, EIO or EROFS
 *   WEIR_KILL_COUNT=FILE   writes the number of effects there at exit
 *   WEIR_KILL_TRACE=FILE   appends a line "n call detail" before each effect
 *   WEIR_KILL_PROGRAM=NAME counts only the program of this name (the first one started, when
 * unset); programs that it starts run normally
 */
#undef _FORTIFY_SOURCE
#undef _FILE_OFFSET_BITS
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))

static struct {
    pid_t owner; /* 0: this process does not count */
    atomic_long count;
    long kill_at, fail_at; /* 0: never */
    int fail_errno;
    bool torn;
    const char *count_path;
    int trace; /* a file descriptor, or -1 */
} state;

/* The decision about one effect. */
enum verdict { GO_ON, FAIL, TEAR };

static long number_of(const char *variable)
{
    const char *text = getenv(variable);
    return text != NULL ? strtol(text, NULL, 10) : 0;
}

static int errno_of(const char *name)
{
    static const struct {
        const char *name;
        int number;
    } known[] = {{"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EIO", EIO}, {"EROFS", EROFS}};
    for (size_t i = 0; name != NULL && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].number;
    return ENOSPC;
}

__attribute__((constructor)) static void begin(void)
{
    const char *program = getenv("WEIR_KILL_PROGRAM");
    if (program != NULL && *program != '\0' && strcmp(program, program_invocation_short_name) != 0)
        return;
    state.kill_at = number_of("WEIR_KILL_AT");
    state.fail_at = number_of("WEIR_FAIL_AT");
    state.fail_errno = errno_of(getenv("WEIR_FAIL_ERRNO"));
    const char *mode = getenv("WEIR_KILL_MODE");
    state.torn = mode != NULL && strcmp(mode, "torn") == 0;
    state.count_path = getenv("WEIR_KILL_COUNT");
    const char *trace = getenv("WEIR_KILL_TRACE");
    state.trace = -1;
    if (trace != NULL)
        state.trace = (int)syscall(SYS_openat, AT_FDCWD, trace,
                                   O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    state.owner = getpid();
    unsetenv("LD_PRELOAD");
}

__attribute__((destructor)) static void end(void)
{
    if (state.owner != getpid() || state.count_path == NULL)
        return;
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", atomic_load(&state.count));
    long fd = syscall(SYS_openat, AT_FDCWD, state.count_path,
                      O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0 || syscall(SYS_write, (int)fd, text, (size_t)length) != length)
        abort();
    syscall(SYS_close, (int)fd);
}

static void die(void)
{
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;)
        pause();
}

static void trace_line(long n, const char *call, const char *detail, const char *more)
{
    char line[1024];
    int length = snprintf(line, sizeof line, "%ld %s %s%s%s\n", n, call, detail,
                          *more != '\0' ? " " : "", more);
    if (length >= (int)sizeof line) {
        length = sizeof line;
        line[length - 1] = '\n';
    }
    syscall(SYS_write, state.trace, line, (size_t)length);
}

/* Counts one effect. Does not return if the program is to die here. */
static enum verdict effect(bool needs_room, bool can_tear, const char *call, const char *detail,
                           const char *more)
{
    if (state.owner == 0 || state.owner != getpid())
        return GO_ON;
    long n = atomic_fetch_add(&state.count, 1) + 1;
    int saved = errno;
    if (state.trace >= 0)
        trace_line(n, call, detail, more);
    if (n == state.kill_at) {
        if (state.torn && can_tear)
            return TEAR;
        die();
    }
    if (needs_room && state.fail_at > 0 && n >= state.fail_at) {
        errno = state.fail_errno;
        return FAIL;
    }
    errno = saved;
    return GO_ON;
}

/* Effects on an open file. Terminals, pipes and sockets never run out of room. */
static enum verdict effect_fd(bool needs_room, bool can_tear, const char *call, int fd)
{
    struct stat status;
    char path[64], target[512];
    if (state.owner == 0)
        return GO_ON;
    int saved = errno;
    needs_room = needs_room && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(path, target, sizeof target - 1);
    target[length > 0 ? length : 0] = '\0';
    errno = saved;
    return effect(needs_room, can_tear, call, target, "");
}

#define REAL(name) static __typeof__(&name) real_##name
#define FIND(name)                                                                                 \
    do {                                                                                           \
        if (real_##name == NULL)                                                                   \
            *(void **)&real_##name = dlsym(RTLD_NEXT, #name);                                      \
    } while (0)

/* Wraps a call: its result type, name, parameters, arguments, the effect, the result of a failure.
 */
#define WRAP(type, name, parameters, arguments, verdict, failed)                                   \
    REAL(name);                                                                                    \
    EXPORT type name parameters                                                                    \
    {                                                                                              \
        FIND(name);                                                                                \
        if ((verdict) != GO_ON)                                                                    \
            return failed;                                                                         \
        return real_##name arguments;                                                              \
    }

/* As WRAP for calls that move `length` bytes: may write half of them and die. */
#define WRAP_BYTES(name, parameters, whole, half, needs_room)                                      \
    REAL(name);                                                                                    \
    EXPORT ssize_t name parameters                                                                 \
    {                                                                                              \
        FIND(name);                                                                                \
        switch (effect_fd(needs_room, true, #name, fd)) {                                          \
        case FAIL:                                                                                 \
            return -1;                                                                             \
        case TEAR:                                                                                 \
            (void)!real_##name half;                                                               \
            die();                                                                                 \
            return -1;                                                                             \
        case GO_ON:                                                                                \
            break;                                                                                 \
        }                                                                                          \
        return real_##name whole;                                                                  \
    }

#define WRAP_OPEN(name, leading_parameters, leading_arguments, path)                               \
    REAL(name);                                                                                    \
    EXPORT int name(leading_parameters const char *path, int flags, ...)                           \
    {                                                                                              \
        FIND(name);                                                                                \
        mode_t mode = 0;                                                                           \
        if (flags & (O_CREAT | __O_TMPFILE)) {                                                     \
            va_list list;                                                                          \
            va_start(list, flags);                                                                 \
            mode = va_arg(list, mode_t);                                                           \
            va_end(list);                                                                          \
        }                                                                                          \
        if (flags & (O_CREAT | O_TRUNC) && effect(true, false, #name, path, "") != GO_ON)          \
            return -1;                                                                             \
        return real_##name(leading_arguments path, flags, mode);                                   \
    }
#define NOTHING
#define FOLDER_PARAMETER int folder,
#define FOLDER_ARGUMENT folder,

WRAP_OPEN(open, NOTHING, NOTHING, path)
WRAP_OPEN(open64, NOTHING, NOTHING, path)
WRAP_OPEN(openat, FOLDER_PARAMETER, FOLDER_ARGUMENT, path)
WRAP_OPEN(openat64, FOLDER_PARAMETER, FOLDER_ARGUMENT, path)
WRAP(int, creat, (const char *path, mode_t mode), (path, mode),
     effect(true, false, "creat", path, ""), -1)
WRAP(int, mkstemp, (char *path), (path), effect(true, false, "mkstemp", path, ""), -1)
WRAP(int, mkstemp64, (char *path), (path), effect(true, false, "mkstemp64", path, ""), -1)
WRAP(int, mkostemp, (char *path, int flags), (path, flags),
     effect(true, false, "mkostemp", path, ""), -1)
WRAP(int, mkostemp64, (char *path, int flags), (path, flags),
     effect(true, false, "mkostemp64", path, ""), -1)

static enum verdict effect_fopen(const char *call, const char *path, const char *mode)
{
    return strpbrk(mode, "wa") != NULL ? effect(true, false, call, path, mode) : GO_ON;
}
WRAP(FILE *, fopen, (const char *path, const char *mode), (path, mode),
     effect_fopen("fopen", path, mode), NULL)
WRAP(FILE *, fopen64, (const char *path, const char *mode), (path, mode),
     effect_fopen("fopen64", path, mode), NULL)

WRAP_BYTES(write, (int fd, const void *bytes, size_t length), (fd, bytes, length),
           (fd, bytes, length / 2), true)
WRAP_BYTES(pwrite, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at),
           (fd, bytes, length / 2, at), true)
WRAP_BYTES(pwrite64, (int fd, const void *bytes, size_t length, off64_t at),
           (fd, bytes, length, at), (fd, bytes, length / 2, at), true)
WRAP_BYTES(writev, (int fd, const struct iovec *pieces, int count), (fd, pieces, count),
           (fd, pieces, count / 2), true)
WRAP_BYTES(send, (int fd, const void *bytes, size_t length, int flags), (fd, bytes, length, flags),
           (fd, bytes, length / 2, flags), false)
WRAP_BYTES(sendto,
           (int fd, const void *bytes, size_t length, int flags, __CONST_SOCKADDR_ARG to,
            socklen_t size),
           (fd, bytes, length, flags, to, size), (fd, bytes, length / 2, flags, to, size), false)
WRAP(ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags),
     effect_fd(false, false, "sendmsg", fd), -1)

WRAP(int, fsync, (int fd), (fd), effect_fd(true, false, "fsync", fd), -1)
WRAP(int, fdatasync, (int fd), (fd), effect_fd(true, false, "fdatasync", fd), -1)
WRAP(int, ftruncate, (int fd, off_t length), (fd, length), effect_fd(true, false, "ftruncate", fd),
     -1)
WRAP(int, ftruncate64, (int fd, off64_t length), (fd, length),
     effect_fd(true, false, "ftruncate64", fd), -1)

WRAP(int, rename, (const char *from, const char *to), (from, to),
     effect(true, false, "rename", from, to), -1)
WRAP(int, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to),
     effect(true, false, "renameat", from, to), -1)
WRAP(int, renameat2, (int a, const char *from, int b, const char *to, unsigned flags),
     (a, from, b, to, flags), effect(true, false, "renameat2", from, to), -1)
WRAP(int, link, (const char *from, const char *to), (from, to),
     effect(true, false, "link", from, to), -1)
WRAP(int, linkat, (int a, const char *from, int b, const char *to, int flags),
     (a, from, b, to, flags), effect(true, false, "linkat", from, to), -1)
WRAP(int, symlink, (const char *from, const char *to), (from, to),
     effect(true, false, "symlink", from, to), -1)
WRAP(int, mkdir, (const char *path, mode_t mode), (path, mode),
     effect(true, false, "mkdir", path, ""), -1)
WRAP(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode),
     effect(true, false, "mkdirat", path, ""), -1)
WRAP(int, unlink, (const char *path), (path), effect(false, false, "unlink", path, ""), -1)
WRAP(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags),
     effect(false, false, "unlinkat", path, ""), -1)
WRAP(int, rmdir, (const char *path), (path), effect(false, false, "rmdir", path, ""), -1)
WRAP(int, remove, (const char *path), (path), effect(false, false, "remove", path, ""), -1)

/* Writes by FILE inside libc cannot be wrapped; most of them happen in these calls. */
static enum verdict effect_stream(const char *call, FILE *file)
{
    if (file == NULL || __fpending(file) == 0)
        return GO_ON;
    enum verdict verdict = effect_fd(true, false, call, fileno(file));
    if (verdict == FAIL)
        __fpurge(file);
    return verdict;
}
WRAP(int, fflush, (FILE * file), (file), effect_stream("fflush", file), EOF)

REAL(fclose);
EXPORT int fclose(FILE *file)
{
    FIND(fclose);
    if (effect_stream("fclose", file) == GO_ON)
        return real_fclose(file);
    int saved = errno;
    real_fclose(file);
    errno = saved;
    return EOF;
}
