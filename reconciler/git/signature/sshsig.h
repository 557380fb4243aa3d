// SPDX-License-Identifier: Apache-2.0
/*
 * Signatures of files by SSH keys, as `ssh-keygen -Y` makes them (OpenSSH's PROTOCOL.sshsig): a
 * blob that names the key, the namespace and the hash, in armour.
 */
#pragma once

#include "reconciler/git/signature/private_key.h"

struct arena;

struct sshsig {
    struct byte_view key;   /* the public key's blob, not yet trusted in any way */
    struct byte_view space; /* the namespace: "git" for commits */
    struct byte_view hash;  /* "sha512" or "sha256" */
    struct byte_view signature;
};

/* The spans are in the arena. -1 for what is not exactly as ssh-keygen writes it. */
MUST_USE int sshsig_parse(struct arena *arena, const char *armour, struct sshsig *out,
                          struct err *err);

/* Whether the signature is that of `payload` by this key, whose blob the caller has found equal to
 * the signature's own. */
bool sshsig_verify(const struct sshsig *sshsig, EVP_PKEY *key, const struct key_kind *kind,
                   struct byte_view payload);

/* The armour with its last newline, in the arena; the same bytes each time unless the key is one
 * of ECDSA. */
MUST_USE int sshsig_make(struct arena *arena, const struct private_key *private, const char *space,
                         struct byte_view payload, const char **out, struct err *err);
