// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the file of allowed signers, in the format of Git's gpg.ssh.allowedSignersFile
 * (ssh-keygen(1), ALLOWED SIGNERS): each line has principals, options, a key, and a comment.
 *
 * Supported options: namespaces, valid-after, valid-before. Lines that weir cannot apply
 * (cert-authority, keys on security tokens) are kept with the reason, so that a refusal can point
 * at them. Any other option, and a malformed line, is an error.
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/moment.h"
#include "reconciler/git/signature/sshsig.h"

enum {
    SIGNERS_FILE_MAX = 1 << 20,  /* bytes */
    SIGNERS_LINE_MAX = 16 << 10, /* bytes without the newline */
};

struct signer {
    unsigned line; /* number of the line, from 1 */
    const char *principals;
    const char *spaces;   /* comma-separated patterns of namespaces; NULL: all */
    moment after, before; /* the key is valid from `after` to `before`, both included; -1: unset */
    struct byte_view key; /* the key's blob */
    const char *ignored;  /* why the line has no effect; NULL: it has an effect */
};

struct signers {
    LIST_OF(struct signer) list;
};

/* Parses the content of a file; texts live in the arena. Errors have `path` and the line as their
 * place. */
MUST_USE int signers_parse(struct arena *arena, const char *path, const char *bytes, size_t length,
                           struct signers *out, struct err *err);
/* Reads and parses the file at `path`. */
MUST_USE int signers_read(struct arena *arena, const char *path, struct signers *out,
                          struct err *err);

/*
 * Returns the first line that allows this key to sign for this namespace at this time. Otherwise
 * returns NULL, and `why` says why the last line with this key does not allow it, or that no line
 * has the key.
 */
const struct signer *signers_find(const struct signers *signers, struct byte_view key,
                                  struct byte_view space, moment at, struct err *why);
