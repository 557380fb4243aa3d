// SPDX-License-Identifier: Apache-2.0
/*
 * Signatures for signature.test.sh and the benchmark:
 *
 *     tool sign KEY NAMESPACE FILE    prints the armor, as `ssh-keygen -Y sign` does
 *     tool judge FILE                 judges a raw commit object by the keys of $TOOL_SIGNERS (a
 *                                    file), $TOOL_KEYRING and $TOOL_FINGERPRINT
 *     tool time COUNT FILE            the same so often; prints microseconds for one
 *     tool make COUNT KEY FILE        signs a raw commit object so often; prints microseconds for
 * one
 *
 * Exit status: 0, 1 not trusted, 2 for an error.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/arena.h"
#include "reconciler/git/signature/sshsig.h"
#include "reconciler/git/signature/trust.h"

static int fail(const struct err *err)
{
    fprintf(stderr, "error: %s%s%s\n", *err->place ? err->place : "", *err->place ? ": " : "",
            err->message);
    if (*err->hint)
        fprintf(stderr, "hint: %s\n", err->hint);
    return 2;
}

static int sign(const char *file, const char *space, const struct text *bytes)
{
    arena_scope struct arena arena = {0};
    private_key_scope struct private_key private = {0};
    const char *armor;
    struct err err = {0};
    if (private_key_read(file, &private, &err) != 0 ||
        sshsig_make(&arena, &private, space, byte_view_of(bytes->data, bytes->length), &armor,
                    &err) != 0)
        return fail(&err);
    fputs(armor, stdout);
    return 0;
}

static void print_time(const struct timespec *from, long count)
{
    struct timespec to;
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%.1f\n",
           (double)((to.tv_sec - from->tv_sec) * 1000000000 + to.tv_nsec - from->tv_nsec) / 1000 /
               (double)count);
}

static int make(const char *file, const struct text *commit, long count)
{
    struct err err = {0};
    struct timespec from;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < count; i++) {
        arena_scope struct arena arena = {0};
        const char *made;
        if (trust_sign(&arena, file, commit->data, &made, &err) != 0)
            return fail(&err);
    }
    print_time(&from, count);
    return 0;
}

static int judge(const struct text *commit, long count)
{
    const char *fingerprint = getenv("TOOL_FINGERPRINT");
    struct trust trust = {.allowed_signers = getenv("TOOL_SIGNERS"),
                          .gpg_keyring = getenv("TOOL_KEYRING"),
                          .gpg_fingerprints = &fingerprint,
                          .gpg_fingerprint_count = fingerprint != NULL};
    struct verdict verdict = {0};
    struct err err = {0};
    struct timespec from;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (long i = 0; i < (count > 0 ? count : 1); i++)
        if (trust_check(&trust, &err) != 0 ||
            trust_judge(&trust, commit->data, commit->length, NULL, &verdict, &err) != 0)
            return fail(&err);
    if (!verdict.trusted) {
        printf("no: %s\n", verdict.why);
        if (*verdict.hint)
            printf("hint: %s\n", verdict.hint);
        return 1;
    }
    if (count > 0)
        print_time(&from, count);
    else
        printf("yes: %s\n", verdict.signer);
    return 0;
}

int main(int count, char **arguments)
{
    text_scope struct text input = text_of(8 << 20);
    int fd = count > 2 ? open(arguments[count - 1], O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0 || text_read_fd(&input, fd) != 0)
        return 2;
    close(fd);
    text_put(&input, "", 0);
    if (count == 5 && strcmp(arguments[1], "sign") == 0)
        return sign(arguments[2], arguments[3], &input);
    if (count == 3 && strcmp(arguments[1], "judge") == 0)
        return judge(&input, 0);
    if (count == 4 && strcmp(arguments[1], "time") == 0)
        return judge(&input, atol(arguments[2]));
    if (count == 5 && strcmp(arguments[1], "make") == 0)
        return make(arguments[3], &input, atol(arguments[2]));
    return 2;
}
