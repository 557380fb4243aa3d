// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/signature/key.h"

/* The signature as SSH writes it: its algorithm and its bytes. */
MUST_USE int key_signature_make(EVP_PKEY *key, const struct key_kind *kind, struct byte_view bytes,
                                struct text *out, struct err *err);
bool key_signature_verify(EVP_PKEY *key, const struct key_kind *kind, struct byte_view signature,
                          struct byte_view bytes);
