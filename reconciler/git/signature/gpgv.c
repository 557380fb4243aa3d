// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/gpgv.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "reconciler/net/clock.h"

static const char prefix[] = "[GNUPG:] ";

/* What makes an answer not good, and what is said then. */
static const struct {
    const char *word, *why;
} refusals[] = {
    {"BADSIG", "the signature is wrong"},
    {"EXPSIG", "the signature has expired"},
    {"EXPKEYSIG", "the key has expired"},
    {"REVKEYSIG", "the key was revoked"},
    {"NO_PUBKEY", "the key isn't in the keyring"},
    {"ERRSIG", "the signature can't be judged by gpgv"},
    {"NODATA", "it is no OpenPGP signature"},
    {"UNEXPECTED", "it is no OpenPGP signature"},
};

/* The n-th word of a line that ends at a newline; false when there is none or it is too long. */
static bool word_at(const char *line, unsigned n, char *out, size_t size)
{
    size_t length;
    for (;; n--) {
        line += strspn(line, " ");
        length = strcspn(line, " \n");
        if (n == 0)
            break;
        line += length;
    }
    if (length == 0 || length >= size)
        return false;
    memcpy(out, line, length);
    out[length] = '\0';
    return true;
}

void gpgv_read(const char *status, bool exited, struct gpgv_answer *out)
{
    enum { PRIMARY_AT = 10 }; /* the last field of VALIDSIG */
    struct gpgv_answer made = {0};
    unsigned good = 0, valid = 0, refused = 0;
    char word[32];
    for (const char *line = status; *line != '\0';
         line += strcspn(line, "\n"), line += *line != 0) {
        if (!text_starts(line, prefix))
            continue;
        const char *rest = line + strlen(prefix);
        if (!word_at(rest, 0, word, sizeof word))
            continue;
        good += text_equal(word, "GOODSIG");
        if (text_equal(word, "VALIDSIG"))
            valid += word_at(rest, PRIMARY_AT, made.primary, sizeof made.primary) ? 1 : 2;
        for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
            if (text_equal(word, refusals[i].word)) {
                /* ERRSIG comes before NO_PUBKEY, which says more. */
                snprintf(made.why, sizeof made.why, "%s", refusals[i].why);
                refused++;
            }
    }
    made.good = exited && good == 1 && valid == 1 && refused == 0;
    if (!made.good) {
        made.primary[0] = '\0';
        if (made.why[0] == '\0')
            snprintf(made.why, sizeof made.why, "gpgv didn't say that the signature is good");
    }
    *out = made;
}

/* A file in memory, at its start, whose descriptor is none of those that the program gets. */
static int memory_file(const char *bytes, size_t length)
{
    int fd = memfd_create("gpgv", MFD_CLOEXEC);
    int high = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 10) : -1;
    if (fd >= 0)
        close(fd);
    for (size_t done = 0; high >= 0 && done < length;) {
        ssize_t put = write(high, bytes + done, length - done);
        if (put < 0) {
            close(high);
            return -1;
        }
        done += (size_t)put;
    }
    if (high >= 0)
        (void)lseek(high, 0, SEEK_SET);
    return high;
}

struct gpgv_run {
    pid_t child;
    int answer; /* what it prints */
    int payload, signature;
};

static void run_done(struct gpgv_run *run)
{
    int *const files[] = {&run->answer, &run->payload, &run->signature};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (*files[i] >= 0)
            close(*files[i]);
}

static int start(struct gpgv_run *run, const char *keyring, struct err *err)
{
    int ends[2], output;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return err_errno(err, "starting gpgv");
    run->answer = ends[0];
    output = fcntl(ends[1], F_DUPFD_CLOEXEC, 10);
    close(ends[1]);
    if (output < 0)
        return err_errno(err, "starting gpgv");
    char *arguments[] = {
        strdup("gpgv"),        strdup("--homedir"), strdup("/nonexistent"),
        strdup("--status-fd"), strdup("1"),         strdup("--enable-special-filenames"),
        strdup("--keyring"),   strdup(keyring),     strdup("--"),
        strdup("-&3"),         strdup("-"),         NULL};
    char locale[] = "LC_ALL=C";
    char *environment[] = {locale, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, run->payload, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, run->signature, 3);
    int code = posix_spawnp(&run->child, arguments[0], &actions, NULL, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    close(output);
    for (size_t i = 0; arguments[i] != NULL; i++)
        free(arguments[i]);
    if (code == 0)
        return 0;
    run->child = 0;
    errno = code;
    if (code != ENOENT)
        return err_errno(err, "starting gpgv");
    err_set(err, "it is signed by OpenPGP, which can't be verified here: gpgv is not installed");
    return err_hint(err, "install the package gpgv, or sign by SSH keys");
}

/* Reads until the program closes its output. */
static int hear(struct gpgv_run *run, struct text *status, const volatile sig_atomic_t *stop,
                struct err *err)
{
    int64_t last = clock_ms() + (int64_t)GPGV_SECONDS * 1000;
    char buffer[4096];
    for (;;) {
        struct pollfd wait = {.fd = run->answer, .events = POLLIN};
        int ready = poll(&wait, 1, 250);
        if (stop != NULL && *stop)
            return err_set(err, "stopped");
        if (clock_ms() > last)
            return err_set(err, "gpgv took longer than %d seconds", GPGV_SECONDS);
        if (ready <= 0)
            continue;
        ssize_t got = read(run->answer, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_errno(err, "reading from gpgv");
        if (got == 0)
            return 0;
        if (memchr(buffer, '\0', (size_t)got) != NULL ||
            text_append(status, buffer, (size_t)got) != 0)
            return err_set(err, "gpgv printed more than it should");
    }
}

/* Its status; it has closed its output, so it ends in the next moment, or else is ended. */
static int run_end(struct gpgv_run *run, bool at_once)
{
    int status = -1;
    for (int i = 0; waitpid(run->child, &status, WNOHANG) == 0; i++) {
        if (at_once || i > 2000)
            kill(run->child, SIGKILL);
        nanosleep(&(struct timespec){.tv_nsec = i < 20 ? 100000 : 1000000}, NULL);
    }
    return status;
}

static int check_keyring(const char *keyring, struct err *err)
{
    int fd = open(keyring, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(err, "the keyring \"%s\" can't be read", keyring);
    close(fd);
    return 0;
}

int gpgv_judge(const char *keyring, const char *armour, const char *payload, size_t length,
               const volatile sig_atomic_t *stop, struct gpgv_answer *out, struct err *err)
{
    CLEANUP(run_done) struct gpgv_run run = {.answer = -1, .payload = -1, .signature = -1};
    text_scope struct text status = text_of(GPGV_ANSWER_MAX);
    /* gpgv looks for a name without a slash in its home folder. */
    char *path = realpath(keyring, NULL);
    int result = check_keyring(keyring, err), end;
    if (result == 0) {
        run.payload = memory_file(payload, length);
        run.signature = memory_file(armour, strlen(armour));
        if (run.payload < 0 || run.signature < 0)
            result = err_errno(err, "starting gpgv");
    }
    if (result == 0)
        result = start(&run, path != NULL ? path : keyring, err);
    free(path);
    if (result != 0)
        return -1;
    result = hear(&run, &status, stop, err);
    end = run_end(&run, result != 0);
    if (result == 0)
        gpgv_read(status.data != NULL ? status.data : "", WIFEXITED(end) && WEXITSTATUS(end) == 0,
                  out);
    return result;
}
