// SPDX-License-Identifier: Apache-2.0
/*
 * The file of keys whose signatures count, as git's gpg.ssh.allowedSignersFile (ssh-keygen(1),
 * ALLOWED SIGNERS): a line for each key with principals, options, the key, and a comment.
 *
 * Options: namespaces, valid-after, valid-before. What can't be judged here (cert-authority, keys
 * on security tokens) is kept with the reason why it doesn't count, so that a refusal can name its
 * line. Anything else that isn't understood is an error.
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/moment.h"
#include "reconciler/git/signature/sshsig.h"

enum {
    SIGNERS_FILE_MAX = 1 << 20, /* bytes */
    SIGNERS_LINE_MAX = 16 << 10,
};

struct signer {
    unsigned line;
    const char *principals;
    const char *spaces;   /* patterns of namespaces, by commas; NULL: any */
    moment after, before; /* valid from and until these seconds, both included */
    struct byte_view key; /* its blob */
    const char *ignored;  /* why it doesn't count, or NULL */
};

struct signers {
    LIST_OF(struct signer) list;
};

/* path is for the place of errors. Texts live in the arena. */
MUST_USE int signers_parse(struct arena *arena, const char *path, const char *bytes, size_t length,
                           struct signers *out, struct err *err);
MUST_USE int signers_read(struct arena *arena, const char *path, struct signers *out,
                          struct err *err);

/*
 * The first line that lets this key sign for this namespace at this time; NULL when none does, with
 * the words of the nearest miss.
 */
const struct signer *signers_find(const struct signers *signers, struct byte_view key,
                                  struct byte_view space, moment at, struct err *why);
