// SPDX-License-Identifier: Apache-2.0
/*
 * Judges OpenPGP signatures by running the program gpgv. gpgv reads only the given keyring: there
 * is no agent, no trust database and no home folder. Its running time and its output are limited.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum {
    GPGV_SECONDS = 20,          /* gpgv's longest running time */
    GPGV_ANSWER_MAX = 64 << 10, /* bytes of gpgv's output */
    GPGV_FINGERPRINT_MAX = 65,  /* bytes with the NUL */
};

struct gpgv_answer {
    bool good;
    char primary[GPGV_FINGERPRINT_MAX]; /* good: the fingerprint of the signer's primary key */
    char why[160];                      /* not good: the reason, from gpgv's status */
};

/*
 * Judges the armored signature of `payload`. Returns -1 if there is no answer: gpgv cannot be
 * started, it runs too long, it prints too much or a NUL byte, the keyring cannot be read, or
 * `stop` (may be NULL) is set.
 */
MUST_USE int gpgv_judge(const char *keyring, const char *armor, const char *payload, size_t length,
                        const volatile sig_atomic_t *stop, struct gpgv_answer *out,
                        struct err *err);

/* Makes an answer from gpgv's status lines. succeeded: gpgv's exit status was 0. Runs nothing. */
void gpgv_read(const char *status, bool succeeded, struct gpgv_answer *out);
