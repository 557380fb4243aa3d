// SPDX-License-Identifier: Apache-2.0
/*
 * OpenPGP signatures, judged by gpgv with a keyring of its own: no agent, no trust database, no
 * home folder. It is run without a shell, for a limited time, and its answer has a maximum.
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
    char primary[GPGV_FINGERPRINT_MAX]; /* the fingerprint of the good signature's primary key */
    char why[160];                      /* not good: what gpgv found */
};

/*
 * Judges the armoured signature of payload. -1 when that can't be done: gpgv isn't installed, the
 * keyring can't be read, it took too long, `stop` (may be NULL) was set.
 */
MUST_USE int gpgv_judge(const char *keyring, const char *armour, const char *payload, size_t length,
                        const volatile sig_atomic_t *stop, struct gpgv_answer *out,
                        struct err *err);

/* What gpgv's status lines say; `exited` is whether it ended with status 0. Pure. */
void gpgv_read(const char *status, bool exited, struct gpgv_answer *out);
