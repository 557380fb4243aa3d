// SPDX-License-Identifier: Apache-2.0
/*
 * A raw commit object taken apart: what was signed, the signature, and the header fields that a
 * signature is judged by. It looks at the header alone and trusts nothing: a "gpgsig" in the
 * message is no signature, and what would make two programs see two different payloads is refused.
 *
 * Refused: a NUL byte anywhere, a second signature, any header but "gpgsig" whose name begins like
 * it (gpgsig-sha256), bytes behind the end of the armour, header fields twice, missing or in
 * another order than git writes them (tree, parents, author, committer, then the others).
 */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"

enum {
    SPLIT_COMMIT_MAX = 4 << 20,     /* bytes of a commit object */
    SPLIT_SIGNATURE_MAX = 64 << 10, /* bytes of its armoured signature */
    SPLIT_PARENTS_MAX = 1000,
};

enum split_kind {
    SPLIT_UNSIGNED,
    SPLIT_SSH,
    SPLIT_OPENPGP,
    SPLIT_OTHER, /* an armour that is neither: S/MIME, or something new */
};

struct split {
    enum split_kind kind;
    const char *armour;  /* the signature, its lines without the leading space; NULL: none */
    const char *payload; /* the commit without its signature: what was signed */
    size_t payload_length;
    const char *tree;               /* hex */
    LIST_OF(const char *) parents;  /* hex */
    const char *author, *committer; /* the whole value of the header */
    moment committed;
    const char *message; /* within payload */
    size_t message_length;
};

/* Texts live in the arena. -1 when the commit is refused; the words say why and repeat nothing. */
MUST_USE int split_parse(struct arena *arena, const char *bytes, size_t length, struct split *out,
                         struct err *err);
