// SPDX-License-Identifier: Apache-2.0
/*
 * Converts SSH keys to OpenSSL's keys and back: Ed25519, ECDSA on the three NIST curves, and RSA of
 * 2048 to 16384 bits. A key's blob is its public half in SSH's format (RFC 4253, 5656, 8709), which
 * ".pub" files contain as base64.
 */
#pragma once

#include <openssl/types.h>

#include "manifests/base/err.h"
#include "reconciler/git/signature/ssh_field.h"

enum {
    KEY_RSA_BITS_MIN = 2048,
    KEY_RSA_BITS_MAX = 16384,
    KEY_BLOB_MAX = 8 << 10,   /* bytes */
    KEY_FINGERPRINT_MAX = 64, /* bytes with the NUL */
};

enum key_type { KEY_ED25519, KEY_ECDSA, KEY_RSA };

struct key_kind {
    enum key_type type;
    size_t size;        /* bytes of an ECDSA coordinate or of a raw Ed25519 key; 0: RSA */
    const char *name;   /* the kind's name in SSH: "ssh-ed25519" */
    const char *curve;  /* the curve's name in SSH; NULL: not ECDSA */
    const char *group;  /* the curve's name in OpenSSL; NULL: not ECDSA */
    const char *digest; /* the hash for new signatures; NULL: Ed25519, which needs none */
};

/* Returns the kind with this SSH name, or NULL if there is none. */
const struct key_kind *key_kind_find(struct byte_view name);
/* Returns the kind of an OpenSSL key, or NULL with the reason in err. */
const struct key_kind *key_kind_of(const EVP_PKEY *key, struct err *err);

/* Makes a key from the parts in `build`. Returns NULL if they are not a key. Clears its copies of
 * the parts. type: as for EVP_PKEY_CTX_new_from_name. selection: as for EVP_PKEY_fromdata. */
EVP_PKEY *key_make(const char *type, int selection, OSSL_PARAM_BLD *build);
/* Makes a public key from its blob, and sets *kind. The caller frees *out with EVP_PKEY_free. */
MUST_USE int key_decode(struct byte_view blob, const struct key_kind **kind, EVP_PKEY **out,
                        struct err *err);
/* Appends the key's blob to `out`, which must have room for KEY_BLOB_MAX bytes. */
MUST_USE int key_encode(const EVP_PKEY *key, const struct key_kind *kind, struct text *out,
                        struct err *err);
/* Prints the fingerprint "SHA256:…", as ssh-keygen -l does, into `buffer`, which must have
 * KEY_FINGERPRINT_MAX bytes. Returns `buffer`. */
const char *key_fingerprint(struct byte_view blob, char *buffer);

void key_free_at(EVP_PKEY **key);
#define key_scope CLEANUP(key_free_at)

/* Sets the error, and clears OpenSSL's error queue, because a later call would otherwise report old
 * entries. Returns -1. */
PRINTF_LIKE(2, 3) int key_error(struct err *err, const char *format, ...);
