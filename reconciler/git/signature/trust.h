// SPDX-License-Identifier: Apache-2.0
/*
 * Whose commits are acted upon. The keys are files of the machine that runs weir, read at each
 * question, so that a key that was taken away counts no longer.
 *
 * A signature says who wrote the tree of a commit, not that the commit is the newest: rewind.h.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Zeroed: no signature is asked for. */
struct trust {
    const char *allowed_signers;         /* SSH: a file as signers.h says, or NULL */
    const char *gpg_keyring;             /* OpenPGP: the keyring for gpgv, or NULL */
    const char *const *gpg_fingerprints; /* of primary keys of the keyring that count */
    size_t gpg_fingerprint_count;
};

struct verdict {
    bool trusted;
    bool bare;        /* not trusted: it has no signature at all */
    char signer[256]; /* trusted: the principals of the key's line, or its fingerprint */
    char why[512];    /* not trusted: "it has no signature", … safe for a terminal */
    char hint[256];   /* or "" */
};

bool trust_asked(const struct trust *trust);

/* -1 for a fingerprint that is none. */
MUST_USE int trust_check(const struct trust *trust, struct err *err);

/*
 * Judges a raw commit object; dates of validity are compared with that of its committer. -1 when
 * it can't be told: a file of keys can't be read, gpgv is not installed, `stop` (may be NULL) was
 * set.
 */
MUST_USE int trust_judge(const struct trust *trust, const char *commit, size_t length,
                         const volatile sig_atomic_t *stop, struct verdict *out, struct err *err);

struct arena;

/* The raw commit object with a signature by the key of this file as its last header field. */
MUST_USE int trust_sign(struct arena *arena, const char *key_file, const char *commit,
                        const char **out, struct err *err);
