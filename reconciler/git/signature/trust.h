// SPDX-License-Identifier: Apache-2.0
/*
 * Decides which commits weir acts upon, by their signatures. The allowed keys are files of the
 * machine that runs weir. They are read for each commit, so that a removed key stops counting.
 *
 * A signature proves who made a commit, not that the commit is the newest: see remote/last_seen.h.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Zeroed: signatures are not required. */
struct trust {
    const char *allowed_signers;         /* SSH: a file in the format of signers.h, or NULL */
    const char *gpg_keyring;             /* OpenPGP: the keyring for gpgv, or NULL */
    const char *const *gpg_fingerprints; /* fingerprints of the allowed primary keys */
    size_t gpg_fingerprint_count;
};

struct verdict {
    bool trusted;
    bool bare;        /* not trusted, because the commit has no signature */
    char signer[256]; /* trusted: the principals of an SSH key, or an OpenPGP fingerprint */
    char why[512];    /* not trusted: "the commit has no signature", …; safe for a terminal */
    char hint[256];   /* not trusted: what to look at; "": nothing to add */
};

/* Returns true if signatures are required. */
bool trust_asked(const struct trust *trust);

/* Fails if a configured fingerprint is malformed. */
MUST_USE int trust_check(const struct trust *trust, struct err *err);

/*
 * Judges a raw commit object. An SSH key must be valid at the committer's date, an OpenPGP key now.
 * Returns -1 if there is no answer: a file of keys cannot be read, gpgv cannot be run, or `stop`
 * (may be NULL) is set.
 */
MUST_USE int trust_judge(const struct trust *trust, const char *commit, size_t length,
                         const volatile sig_atomic_t *stop, struct verdict *out, struct err *err);

struct arena;

/* Signs an unsigned raw commit object with the key in the file. Sets *out, in the arena, to the
 * object with the signature as the last field of its header. */
MUST_USE int trust_sign(struct arena *arena, const char *key_file, const char *commit,
                        const char **out, struct err *err);
