// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/gpgv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "manifests/base/text.h"
#include "reconciler/net/process_run.h"

static const char prefix[] = "[GNUPG:] ";

/* The words in gpgv's status lines that make a signature bad, each with the reason to report. */
static const struct {
    const char *word, *why;
} refusals[] = {
    {"BADSIG", "the signature does not match"},
    {"EXPSIG", "the signature has expired"},
    {"EXPKEYSIG", "the key has expired"},
    {"REVKEYSIG", "the key was revoked"},
    {"NO_PUBKEY", "the key isn't in the keyring"},
    {"ERRSIG", "gpgv can't check the signature"},
    {"NODATA", "the data is not an OpenPGP signature"},
    {"UNEXPECTED", "the data is not an OpenPGP signature"},
};

/* Copies the n-th word of a line, counted from 0. Returns false if the line has fewer words, or the
 * word is longer than size - 1 bytes. */
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

void gpgv_read(const char *status, bool succeeded, struct gpgv_answer *out)
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
                /* The last reason wins: after ERRSIG comes NO_PUBKEY, which says more. */
                snprintf(made.why, sizeof made.why, "%s", refusals[i].why);
                refused++;
            }
    }
    made.good = succeeded && good == 1 && valid == 1 && refused == 0;
    if (!made.good) {
        made.primary[0] = '\0';
        if (made.why[0] == '\0')
            snprintf(made.why, sizeof made.why, "gpgv did not report a good signature");
    }
    *out = made;
}

/* Returns the descriptor of a file in memory, at its start, or -1 with errno. */
static int memory_file(const char *bytes, size_t length)
{
    int fd = memfd_create("gpgv", MFD_CLOEXEC);
    for (size_t done = 0; fd >= 0 && done < length;) {
        ssize_t put = write(fd, bytes + done, length - done);
        if (put < 0) {
            close(fd);
            return -1;
        }
        done += (size_t)put;
    }
    if (fd >= 0)
        (void)lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Reads the answer from a run of gpgv that has ended. */
static int read_answer(const struct process_run *run, struct gpgv_answer *out, struct err *err)
{
    const char *status = run->output.data != NULL ? run->output.data : "";
    switch (run->result) {
    case PROCESS_STOPPED:
        return err_set(err, "stopped");
    case PROCESS_TIMED_OUT:
        return err_set(err, "gpgv took longer than %d seconds", GPGV_SECONDS);
    case PROCESS_FLOODED:
        return err_set(err, "gpgv printed more than %d bytes", GPGV_ANSWER_MAX);
    case PROCESS_NOT_STARTED:
        errno = run->number;
        if (errno != ENOENT)
            return err_errno(err, "starting gpgv");
        err_set(err, "an OpenPGP signature can't be verified: gpgv is not installed");
        return err_hint(err, "install the package gpgv, or sign with SSH keys");
    case PROCESS_EXITED:
    case PROCESS_SIGNALED:
    case PROCESS_STATUS_LOST:
        break;
    }
    if (strlen(status) != run->output.length)
        return err_set(err, "gpgv printed a NUL byte");
    gpgv_read(status, run->result == PROCESS_EXITED && run->number == 0, out);
    return 0;
}

static int run_gpgv(const char *keyring, int signature, const char *payload, size_t length,
                    const volatile sig_atomic_t *stop, struct gpgv_answer *out, struct err *err)
{
    /* "-&3" is descriptor 3 (the signature), and "-" is standard input (the payload). */
    const char *const arguments[] = {
        "gpgv",      "--homedir", "/nonexistent", "--status-fd", "1", "--enable-special-filenames",
        "--keyring", keyring,     "--",           "-&3",         "-", NULL};
    static const char *const environment[] = {"LC_ALL=C", NULL};
    struct process_run run = {
        .command = {.arguments = arguments,
                    .environment = environment,
                    .files = {[STDERR_FILENO] = PROCESS_DISCARD, [3] = signature},
                    .file_count = 4},
        .input = payload,
        .input_length = length,
        .output = text_of(GPGV_ANSWER_MAX),
        .limit_ms = (int64_t)GPGV_SECONDS * 1000,
    };
    process_run_all(&run, 1, 1, stop);
    int result = read_answer(&run, out, err);
    text_done(&run.output);
    return result;
}

static int check_keyring(const char *keyring, struct err *err)
{
    int fd = open(keyring, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_errno(err, "reading the keyring \"%s\"", keyring);
    close(fd);
    return 0;
}

int gpgv_judge(const char *keyring, const char *armor, const char *payload, size_t length,
               const volatile sig_atomic_t *stop, struct gpgv_answer *out, struct err *err)
{
    if (check_keyring(keyring, err) < 0)
        return -1;
    int signature = memory_file(armor, strlen(armor));
    if (signature < 0)
        return err_errno(err, "starting gpgv");
    /* The full path is given, because gpgv looks for a name without a slash in its home folder. */
    char *path = realpath(keyring, NULL);
    int result =
        run_gpgv(path != NULL ? path : keyring, signature, payload, length, stop, out, err);
    free(path);
    close(signature);
    return result;
}
