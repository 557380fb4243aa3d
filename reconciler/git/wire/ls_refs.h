// SPDX-License-Identifier: Apache-2.0
/* Version 2's command ls-refs: the refs that a server has, as far as their names are asked for. */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/wire/conversation.h"

enum { LS_REFS_MAX = 1000000 };

struct served_ref {
    const char *name;
    const char *target; /* the ref that it stands for ("HEAD"), or NULL */
    git_oid id;         /* zero when it has no commit yet */
    git_oid peeled;     /* of an annotated tag: what it names; else zero */
};

struct served {
    LIST_OF(struct served_ref) refs;
};

/* "ID NAME [symref-target:NAME] [peeled:ID]"; false when it is something else. Names are copied. */
bool ls_refs_parse(struct arena *arena, struct pkt line, struct served_ref *out);

/* Asks for the refs whose names start with one of the prefixes. They are in the conversation's
 * arena. */
MUST_USE int ls_refs_ask(struct conversation *with, const char *const *prefixes, size_t count,
                         struct served *out, struct err *err);

/* The ref of this name, or NULL. */
const struct served_ref *served_find(const struct served *served, const char *name);
