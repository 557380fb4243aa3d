// SPDX-License-Identifier: Apache-2.0
/*
 * SSH keys by OpenSSL: Ed25519, ECDSA on the three NIST curves, RSA of 2048 bits or more. A public
 * key is named by its blob (RFC 4253, 5656, 8709), the bytes behind the base64 of a ".pub" file.
 *
 * Ed25519 and RSA signatures are functions of key and bytes. Those of ECDSA are
 * random before OpenSSL 3.2.
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

struct key_kind {
    const char *name;   /* "ssh-ed25519" */
    const char *curve;  /* ECDSA: as SSH says it */
    const char *group;  /* ECDSA: as OpenSSL says it */
    const char *digest; /* of its signatures; NULL: the scheme's own */
    size_t size;        /* bytes of a coordinate, of a raw Ed25519 key */
};

/* NULL: a kind that isn't known. */
const struct key_kind *key_kind_find(struct byte_view name);
bool key_kind_is_rsa(const struct key_kind *kind);
/* The kind of a key in memory; NULL, with the words, when there is none. */
const struct key_kind *key_kind_of(const EVP_PKEY *key, struct err *err);

/* A key made from what was put together for it, whose copies are cleared; selection: as
 * EVP_PKEY_fromdata takes it. NULL when it makes none. */
EVP_PKEY *key_make(const char *type, int selection, OSSL_PARAM_BLD *build);
/* A public key from its blob. The caller frees it by EVP_PKEY_free. */
MUST_USE int key_decode(struct byte_view blob, const struct key_kind **kind, EVP_PKEY **out,
                        struct err *err);
/* The blob of a key's public half; out has room for KEY_BLOB_MAX. */
MUST_USE int key_encode(const EVP_PKEY *key, const struct key_kind *kind, struct text *out,
                        struct err *err);
/* "SHA256:…" as ssh-keygen -l prints it, into a buffer of KEY_FINGERPRINT_MAX bytes. */
const char *key_fingerprint(struct byte_view blob, char *buffer);

void key_free_at(EVP_PKEY **key);
#define key_scope CLEANUP(key_free_at)

/* err_set, after OpenSSL's own errors are forgotten: they'd be taken for those of a later call. */
PRINTF_LIKE(2, 3) int key_error(struct err *err, const char *format, ...);
