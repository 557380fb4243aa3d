// SPDX-License-Identifier: Apache-2.0
/*
 * Signatures in the format of `ssh-keygen -Y sign` (OpenSSH's PROTOCOL.sshsig): an armored blob
 * with the public key, a namespace, the name of a hash, and the signature.
 */
#pragma once

#include "reconciler/git/signature/private_key.h"

struct arena;

struct sshsig {
    struct byte_view key;   /* the public key's blob; nothing says yet that it may sign */
    struct byte_view space; /* the namespace: "git" for commits */
    struct byte_view hash;  /* "sha512" or "sha256" */
    struct byte_view signature;
};

/* Reads an armored signature; the views are in the arena. Refuses whatever ssh-keygen does not
 * write. */
MUST_USE int sshsig_parse(struct arena *arena, const char *armor, struct sshsig *out,
                          struct err *err);

/* Returns true if it is the key's signature of `payload`. The caller has checked that sshsig->key
 * is this key's blob. */
bool sshsig_verify(const struct sshsig *sshsig, EVP_PKEY *key, const struct key_kind *kind,
                   struct byte_view payload);

/* Signs `payload` and gives the armored signature, which ends with a newline, in the arena. The
 * same input gives the same bytes, except for ECDSA keys. */
MUST_USE int sshsig_make(struct arena *arena, const struct private_key *private, const char *space,
                         struct byte_view payload, const char **out, struct err *err);
