// SPDX-License-Identifier: Apache-2.0
/*
 * A private key from a file without a passphrase: OpenSSH's own format, or PKCS#8, PKCS#1 or SEC1
 * in PEM. It is read for one signature, and every copy of its bytes is cleared afterwards.
 */
#pragma once

#include "reconciler/git/signature/key.h"

enum { PRIVATE_KEY_FILE_MAX = 64 << 10 };

struct private_key {
    EVP_PKEY *key;
    const struct key_kind *kind;
    struct text blob; /* of its public half */
};

/*
 * Reads the key in a file. Refuses a file that needs a passphrase, contains no key of a known kind,
 * or may be used by others than its owner; as in ssh, the last holds only for files of our own
 * user. The message names the file and never repeats its content.
 */
MUST_USE int private_key_read(const char *path, struct private_key *out, struct err *err);
/* Reads the key in these bytes, which the caller clears. */
MUST_USE int private_key_decode(const char *bytes, size_t length, struct private_key *out,
                                struct err *err);
/* Frees; a zeroed key is allowed. */
void private_key_done(struct private_key *private);
#define private_key_scope CLEANUP(private_key_done)
