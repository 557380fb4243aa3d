// SPDX-License-Identifier: Apache-2.0
/*
 * Makes and verifies signatures in SSH's format: the name of the algorithm, then the signature's
 * bytes. The same key and bytes give the same signature, except for ECDSA with OpenSSL before 3.2.
 */
#pragma once

#include "reconciler/git/signature/key.h"

/* Appends the signature to `out`, which must have room for KEY_BLOB_MAX bytes. */
MUST_USE int key_signature_make(EVP_PKEY *key, const struct key_kind *kind, struct byte_view bytes,
                                struct text *out, struct err *err);
/* Returns true if `signature` is the key's signature of these bytes. */
bool key_signature_verify(EVP_PKEY *key, const struct key_kind *kind, struct byte_view signature,
                          struct byte_view bytes);
