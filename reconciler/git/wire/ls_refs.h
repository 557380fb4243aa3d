// SPDX-License-Identifier: Apache-2.0
/* The refs that a server has: version 2's command ls-refs, which names what it wants, and the
 * advertisement that begins a conversation. */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/wire/capabilities.h"
#include "reconciler/git/wire/wire.h"

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

/*
 * Reads the advertisement after wire_begin. Of version 2 only the capabilities; of a push (versions
 * 0 and 1) the capabilities and the refs. of versions 0 and 1 of a fetch nothing but the version.
 * refs may be NULL.
 */
MUST_USE int advertisement_read(struct wire *wire, enum wire_service service, struct arena *arena,
                                struct capabilities *out, struct served *refs, struct err *err);

/* Asks a server of version 2 for the refs whose names start with one of the prefixes. */
MUST_USE int ls_refs_ask(struct wire *wire, const struct capabilities *capabilities,
                         const char *const *prefixes, size_t count, struct arena *arena,
                         struct served *out, struct err *err);

/* The ref of this name, or NULL. */
const struct served_ref *served_find(const struct served *served, const char *name);

/* The first lines of each command of version 2, up to and with the delimiter. */
void command_put(struct text *request, const char *command,
                 const struct capabilities *capabilities);
