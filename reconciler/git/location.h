// SPDX-License-Identifier: Apache-2.0
/* Parses the location of a repository, as a person writes it: a path, file://, https://, http://,
 * ssh:// or the scp-like [user@]host:path. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/arena.h"
#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum { LOCATION_MAX = 4096 };

enum location_scheme {
    LOCATION_PATH,
    LOCATION_HTTPS,
    LOCATION_HTTP,
    LOCATION_SSH,
    LOCATION_SCHEMES
};

struct location {
    enum location_scheme scheme;
    const char *name; /* for messages: as written, without credentials */
    const char *url;  /* for connecting: without credentials; NULL for a path */
    const char *user; /* ssh only; NULL if not given */
    const char *host; /* without brackets; NULL for a path */
    const char *port; /* digits; NULL if not given */
    const char *path; /* a path of this machine, or the one on the host */
};

/*
 * Parses into `arena`. Errors: an unknown scheme, git://, a password or (except for ssh) any user
 * part, a query or fragment, control bytes, a host, user or path that a program would take for an
 * option, quotes in an ssh path, too long.
 */
MUST_USE int location_parse(struct arena *arena, const char *text, struct location *out,
                            struct err *err);

/* True for http://, where anybody on the network can read and change the traffic: allowed only for
 * hosts that are listed. */
bool location_plain(const struct location *location);
/* Returns the path to ask for over ssh: "/~user/…" loses its slash, as in git. */
const char *location_asked(const struct location *location);
/* True if `list` has the location's "host" or "host:port". */
bool location_listed(const struct location *location, const char *const *list, size_t count);
