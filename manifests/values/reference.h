// SPDX-License-Identifier: Apache-2.0
/*
 * Image references by the grammar of the distribution project: name[:tag][@digest], normalised for
 * comparison and for asking, and kept as written for editing.
 *
 * The first part of a name is a host when it holds '.' or ':', is "localhost" or has an upper-case
 * letter; else the image is Docker Hub's. Beyond the grammar: ports are 1 to 65535, IPv6 addresses
 * must be real ones, and a bare name of 64 hex digits is refused because it looks like an image id.
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
 * Parses text. -1 with message and hint when it is no reference: upper case in the path, a scheme,
 * user info, blanks, a digest that can't be pinned, … Fields live in the arena.
 */
MUST_USE int reference_parse(struct arena *arena, const char *text, struct reference *out,
                             struct err *err);

/* A stream, tag or image name by itself. */
bool reference_tag_valid(const char *tag);
bool reference_path_valid(const char *path);
/* host or host:port as runners name them: "quay.io", "127.0.0.1:5000", "[::1]:5000". */
bool reference_host_valid(const char *host);
/* The host as `host` above gives it; in the arena. */
const char *reference_host_normal(struct arena *arena, const char *host);

/* "host/path" */
const char *reference_repository_key(struct arena *arena, const struct reference *reference);
/* "host/path:tag" for a question about the tag; the tag is "latest" when none is written. */
const char *reference_tag_key(struct arena *arena, const struct reference *reference);
/* "host/path@digest". */
const char *reference_digest_key(struct arena *arena, const struct reference *reference,
                                 const char *digest);
/* "name:tag@digest" with the name as written: the one form of a pin. */
const char *reference_pinned(struct arena *arena, const struct reference *reference,
                             const char *digest);
/* Equal host and path. */
bool reference_same_repository(const struct reference *a, const struct reference *b);
/* Equal host, path and tag (none is "latest"); digests apart. */
bool reference_same_tag(const struct reference *a, const struct reference *b);
