// SPDX-License-Identifier: Apache-2.0
/*
 * Reads a private key from a file without a passphrase, in OpenSSH's own format, or PKCS#8, PKCS#1
 * or SEC1 in PEM. The key is read for one signature, and every copy of the file's bytes is cleared
 * afterwards.
 */
#pragma once

#include "reconciler/git/signature/key.h"

enum { PRIVATE_KEY_FILE_MAX = 64 << 10 }; /* bytes */

struct private_key {
    EVP_PKEY *key;
    const struct key_kind *kind;
    struct text blob; /* the public half, see key.h */
};

/*
 * Reads the key in a file. Refuses a file that needs a passphrase, contains no key of a known kind,
 * or has a mode that lets other users use it. As in ssh, the mode is checked only if the file
 * belongs to our own user. The message names the file and never repeats its content.
 */
MUST_USE int private_key_read(const char *path, struct private_key *out, struct err *err);
/* Reads the key in these bytes. The caller must clear them afterwards. */
MUST_USE int private_key_decode(const char *bytes, size_t length, struct private_key *out,
                                struct err *err);
/* Frees; a zeroed key is allowed. */
void private_key_done(struct private_key *private);
#define private_key_scope CLEANUP(private_key_done)
