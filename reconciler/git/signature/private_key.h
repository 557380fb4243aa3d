// SPDX-License-Identifier: Apache-2.0
/*
 * A private key from a file, for as long as a signature takes: OpenSSH's own format, PKCS#8,
 * PKCS#1 or SEC1 in PEM, without a passphrase. Every copy of its bytes is cleared.
 */
#pragma once

#include "reconciler/git/signature/key.h"

enum { PRIVATE_KEY_FILE_MAX = 64 << 10 };

struct private_key {
    EVP_PKEY *key;
    const struct key_kind *kind;
    struct text blob; /* of the public half */
};

/*
 * -1 for a file that can't be read, that others than its owner can read (as ssh does, asked only
 * of one's own files), that needs a passphrase, or that holds no key of a known kind. The words
 * name the file and never repeat what is in it.
 */
MUST_USE int private_key_read(const char *path, struct private_key *out, struct err *err);
/* The same from bytes, which stay the caller's to clear. */
MUST_USE int private_key_decode(const char *bytes, size_t length, struct private_key *out,
                                struct err *err);
/* Takes a zeroed one. */
void private_key_done(struct private_key *private);
#define private_key_scope CLEANUP(private_key_done)
