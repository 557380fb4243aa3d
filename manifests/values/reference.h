// SPDX-License-Identifier: Apache-2.0
/*
 * Parses image references by the grammar of the distribution project: name[:tag][@digest]. They are
 * normalized for comparison and for requests, and kept as written for edits.
 *
 * The part of a name before its first '/' is a host if it contains '.' or ':', is "localhost" or
 * has an upper-case letter; otherwise the image is on Docker Hub. Rules beyond the grammar: ports
 * are 1 to 65535, IPv6 addresses must be valid, and a bare name of 64 hex digits is refused because
 * it looks like an image id.
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"

enum {
    REFERENCE_NAME_MAX = 255, /* host, '/' and path, bytes */
    REFERENCE_TAG_MAX = 128,
};

struct reference {
    const char *text;   /* as written */
    const char *name;   /* as written, without tag and digest */
    const char *host;   /* lower case, port 443 removed; "docker.io" for all names of Docker Hub */
    const char *path;   /* "library/nginx" */
    const char *tag;    /* NULL when not written */
    const char *digest; /* NULL when not written */
};

/*
 * Parses a reference; its fields live in the arena. Returns -1 with message and hint, for example
 * for upper case in the path, a scheme, user info, blanks, or a digest that cannot be pinned.
 */
MUST_USE int reference_parse(struct arena *arena, const char *text, struct reference *out,
                             struct err *err);

/* True for a valid tag, and for a valid path of a repository; false for NULL. */
bool reference_tag_valid(const char *tag);
bool reference_path_valid(const char *path);
/* True for host or host:port: "quay.io", "127.0.0.1:5000", "[::1]:5000"; false for NULL. */
bool reference_host_valid(const char *host);
/* Returns the host in the form of reference.host, in the arena or as a constant. */
const char *reference_host_normal(struct arena *arena, const char *host);

/* Returns "host/path". */
const char *reference_repository_key(struct arena *arena, const struct reference *reference);
/* Returns "host/path:tag"; the tag is "latest" if none is written. */
const char *reference_tag_key(struct arena *arena, const struct reference *reference);
/* Returns "host/path@digest". */
const char *reference_digest_key(struct arena *arena, const struct reference *reference,
                                 const char *digest);
/* Returns "name:tag@digest", the only form of a pin. The name is as written; the tag is "latest" if
 * none is written. */
const char *reference_pinned(struct arena *arena, const struct reference *reference,
                             const char *digest);
/* True if host and path are equal. */
bool reference_same_repository(const struct reference *a, const struct reference *b);
/* True if host, path and tag are equal; no tag means "latest". Digests may differ. */
bool reference_same_tag(const struct reference *a, const struct reference *b);
