// SPDX-License-Identifier: Apache-2.0
/* Joins the scope that weir needs, pulling from one repository, with the scope in a registry's
 * challenge. A scope is a list of entries, usually TYPE:NAME:ACTION,ACTION. Does no I/O. */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"

enum {
    SCOPES_MAX = 16,        /* entries in a token request; further ones are dropped */
    SCOPE_ENTRY_MAX = 1024, /* bytes of an entry; longer ones are dropped */
};

/* Adds the entries of a token request: pulling from the repository `path`, then the entries of
 * `theirs`, the scope in a challenge or NULL. An entry that asks for nothing more is dropped, and
 * so are rights to write (push, delete, *): weir never needs them. */
void scope_join(struct arena *arena, const char *path, const char *theirs, text_list *out);
/* True if a request with the scope `more` asks for an entry that a request with the scope `theirs`
 * does not ask for. Both may be NULL. */
bool scope_adds(const char *path, const char *theirs, const char *more);
/* True if an entry of the scope is about a repository. */
bool scope_has_repository(const char *scope);
