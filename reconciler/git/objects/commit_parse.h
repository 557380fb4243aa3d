// SPDX-License-Identifier: Apache-2.0
/*
 * Parses a raw commit object: the signed bytes, the signature, and the header fields by which a
 * signature is judged. Only the header is parsed, and nothing in it is trusted: a "gpgsig" in the
 * message is not a signature, and a commit in which two programs could see different signed bytes
 * is refused.
 *
 * The header must have one tree, up to COMMIT_PARENTS_MAX parents, one author and one committer in
 * this order, as git writes them, before other fields. A commit is also refused if it has a NUL
 * byte, a malformed field, a second signature, a header field with another name that begins with
 * "gpgsig" (gpgsig-sha256), or bytes other than newlines and spaces after the end of an SSH or
 * OpenPGP armor.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"

enum {
    COMMIT_BYTES_MAX = 48 << 20,     /* bytes of a commit object */
    COMMIT_SIGNATURE_MAX = 64 << 10, /* bytes of a commit's armored signature */
    COMMIT_PARENTS_MAX = 1000,
};

enum commit_signature_kind {
    COMMIT_UNSIGNED,
    COMMIT_SSH,
    COMMIT_OPENPGP,
    COMMIT_OTHER, /* another armor: S/MIME, or something new */
};

struct parsed_commit {
    enum commit_signature_kind kind;
    const char *armor;   /* the signature's lines without their leading spaces; NULL: none */
    const char *payload; /* the commit without its signature: the signed bytes */
    size_t payload_length;
    const char *tree;               /* hex */
    LIST_OF(const char *) parents;  /* hex */
    const char *author, *committer; /* the whole value of the header field */
    moment committed;               /* the committer's date */
    const char *message;            /* within payload */
    size_t message_length;
};

/* Parses the commit; its texts live in the arena. Returns -1 if the commit is refused. The error
 * quotes no byte of the commit. */
MUST_USE int commit_parse(struct arena *arena, const char *bytes, size_t length,
                          struct parsed_commit *out, struct err *err);
