// SPDX-License-Identifier: Apache-2.0
/*
 * SSH keys as OpenSSL's: Ed25519, ECDSA on the three NIST curves, and RSA of 2048 bits or more. The
 * blob of a key (RFC 4253, 5656, 8709) is its public half in SSH's format, which ".pub" files
 * contain as base64.
 */
#pragma once

#include <openssl/types.h>

#include "manifests/base/err.h"
#include "reconciler/git/signature/ssh_field.h"

enum {
    KEY_RSA_BITS_MIN = 2048,
    KEY_RSA_BITS_MAX = 16384,
    KEY_BLOB_MAX = 8 << 10, /* bytes */
    KEY_FINGERPRINT_MAX = 64,
};

enum key_type { KEY_ED25519, KEY_ECDSA, KEY_RSA };

struct key_kind {
    enum key_type type;
    size_t size;        /* bytes of an ECDSA coordinate or of a raw Ed25519 key; 0: RSA */
    const char *name;   /* in SSH: "ssh-ed25519" */
    const char *curve;  /* in SSH; only ECDSA has one */
    const char *group;  /* the curve's name in OpenSSL */
    const char *digest; /* the hash of its signatures; NULL: Ed25519, which takes none */
};

/* Returns the kind with this SSH name, or NULL. */
const struct key_kind *key_kind_find(struct byte_view name);
/* Returns the kind of an OpenSSL key, or NULL with the reason in err. */
const struct key_kind *key_kind_of(const EVP_PKEY *key, struct err *err);

/* Returns a key made from the parts in `build`, or NULL. The copies of the parts are cleared.
 * type and selection are as for EVP_PKEY_fromdata. */
EVP_PKEY *key_make(const char *type, int selection, OSSL_PARAM_BLD *build);
/* Makes a public key from its blob. The caller frees it with EVP_PKEY_free. */
MUST_USE int key_decode(struct byte_view blob, const struct key_kind **kind, EVP_PKEY **out,
                        struct err *err);
/* Appends the blob of a key's public half to `out`, which has room for KEY_BLOB_MAX. */
MUST_USE int key_encode(const EVP_PKEY *key, const struct key_kind *kind, struct text *out,
                        struct err *err);
/* Returns `buffer`, of KEY_FINGERPRINT_MAX bytes, with "SHA256:…" as ssh-keygen -l prints it. */
const char *key_fingerprint(struct byte_view blob, char *buffer);

void key_free_at(EVP_PKEY **key);
#define key_scope CLEANUP(key_free_at)

/* Sets the error, and clears OpenSSL's error queue: a later call would report what is in it. */
PRINTF_LIKE(2, 3) int key_error(struct err *err, const char *format, ...);
