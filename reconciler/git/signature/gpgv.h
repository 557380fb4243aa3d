// SPDX-License-Identifier: Apache-2.0
/*
 * OpenPGP signatures, judged by the program gpgv. It reads only the given keyring: there is no
 * agent, no trust database and no home folder. Its time and its output are limited.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum {
    GPGV_SECONDS = 20,
    GPGV_ANSWER_MAX = 64 << 10, /* bytes */
    GPGV_FINGERPRINT_MAX = 65,  /* with its NUL */
};

struct gpgv_answer {
    bool good;
    char primary[GPGV_FINGERPRINT_MAX]; /* good: the fingerprint of the signer's primary key */
    char why[160];                      /* not good: the reason that gpgv gave */
};

/*
 * Judges the armored signature of `payload`. Returns -1 when there is no answer: gpgv is not
 * installed, the keyring cannot be read, the time is over, or `stop` (may be NULL) is set.
 */
MUST_USE int gpgv_judge(const char *keyring, const char *armor, const char *payload, size_t length,
                        const volatile sig_atomic_t *stop, struct gpgv_answer *out,
                        struct err *err);

/* Reads gpgv's status lines; `succeeded`: its exit status was 0. Runs nothing. */
void gpgv_read(const char *status, bool succeeded, struct gpgv_answer *out);
