// SPDX-License-Identifier: Apache-2.0
/* Asks a server for its refs with version 2's command ls-refs. */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/wire/conversation.h"

enum {
    LS_REFS_MAX = 1000000,         /* refs of one answer */
    LS_REFS_BYTES_MAX = 128 << 20, /* bytes of all their lines */
};

struct served_ref {
    const char *name;
    const char *target; /* the ref that a symbolic ref such as "HEAD" points to; otherwise NULL */
    git_oid id;         /* zero if the ref has no commit yet */
    git_oid peeled;     /* the object that an annotated tag names; otherwise zero */
};

struct served {
    LIST_OF(struct served_ref) refs;
};

/* Parses "ID NAME [symref-target:NAME] [peeled:ID]", where the first ID may be "unborn". Copies the
 * names. Returns false if the line is something else, or if a ref has the id of zeros. */
bool ls_refs_parse(struct arena *arena, struct pkt line, struct served_ref *out);

/* Asks for the refs whose names start with one of the prefixes. The refs live in the conversation's
 * arena. */
MUST_USE int ls_refs_ask(struct conversation *with, const char *const *prefixes, size_t count,
                         struct served *out, struct err *err);

/* Returns the ref of this name, or NULL. */
const struct served_ref *served_find(const struct served *served, const char *name);
