// SPDX-License-Identifier: Apache-2.0
/* Parses the location of a repository, as a person writes it: a path, a URL with file://, https://,
 * http://, ssh:// or git+ssh://, or the scp-like [user@]host:path. */
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
    const char *path; /* a path on this machine, or the path on the host */
};

/*
 * Parses a location into `arena`. Fails for an empty or too long text, control characters, git://
 * and other unknown schemes, a relative path after file://, a password, a user unless the scheme is
 * ssh, a query or a fragment, a missing or invalid host, a missing path, and a host, user or path
 * that ssh or the remote shell could misread.
 */
MUST_USE int location_parse(struct arena *arena, const char *text, struct location *out,
                            struct err *err);

/* True for http://. Anybody on the network can read and change its traffic, so it is allowed only
 * for hosts in options.plain_http. */
bool location_plain(const struct location *location);
/* Returns the path to ask for over ssh: "/~user/…" loses its first slash, as in git. */
const char *location_asked(const struct location *location);
/* True if `list` has the location's host, either alone ("host", for every port) or with the
 * location's port ("host:port"). */
bool location_listed(const struct location *location, const char *const *list, size_t count);
