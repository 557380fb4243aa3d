// SPDX-License-Identifier: Apache-2.0
/*
 * Makes and verifies signatures in the format of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig):
 * an armored blob with the public key, a namespace, the name of a hash, and the signature.
 */
#pragma once

#include "reconciler/git/signature/private_key.h"

struct arena;

struct sshsig {
    struct byte_view key;   /* the public key's blob; the key is not known to be allowed */
    struct byte_view space; /* the namespace: "git" for commits */
    struct byte_view hash;  /* "sha512" or "sha256" */
    struct byte_view signature;
};

/* Parses an armored signature; the views point into the arena. Refuses a signature that is longer
 * than 48 KiB, is damaged, has another version than 1, or has another hash than SHA-256 or
 * SHA-512. */
MUST_USE int sshsig_parse(struct arena *arena, const char *armor, struct sshsig *out,
                          struct err *err);

/* Returns true if `sshsig` is the key's signature of `payload`. The caller must check that
 * sshsig->key is this key's blob. */
bool sshsig_verify(const struct sshsig *sshsig, EVP_PKEY *key, const struct key_kind *kind,
                   struct byte_view payload);

/* Signs `payload`, and sets *out to the armored signature in the arena, which ends with a newline.
 * The same input gives the same bytes, except for ECDSA keys with OpenSSL before 3.2. */
MUST_USE int sshsig_make(struct arena *arena, const struct private_key *private, const char *space,
                         struct byte_view payload, const char **out, struct err *err);
