// SPDX-License-Identifier: Apache-2.0
/*
 * Signatures of files by SSH keys, as `ssh-keygen -Y` makes them (OpenSSH's PROTOCOL.sshsig): a
 * blob that names the key, the namespace and the hash, in armour.
 */
#pragma once

#include "reconciler/git/signature/private_key.h"

struct arena;

struct sshsig {
    struct span key;   /* the public key's blob, not yet trusted in any way */
    struct span space; /* the namespace: "git" for commits */
    struct span hash;  /* "sha512" or "sha256" */
    struct span signature;
};

/* The spans are in the arena. -1 for what is not exactly as ssh-keygen writes it. */
MUST_USE int sshsig_parse(struct arena *arena, const char *armour, struct sshsig *out,
                          struct err *err);

/* Whether the signature is that of `payload` by this key, whose blob the caller has found equal to
 * the signature's own. */
bool sshsig_verify(const struct sshsig *sshsig, EVP_PKEY *key, const struct key_kind *kind,
                   struct span payload);

/* The armour with its last newline, in the arena; the same bytes each time unless the key is one
 * of ECDSA. */
MUST_USE int sshsig_make(struct arena *arena, const struct secret *secret, const char *space,
                         struct span payload, const char **out, struct err *err);
