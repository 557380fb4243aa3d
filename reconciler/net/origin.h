// SPDX-License-Identifier: Apache-2.0
/* Compares origins (scheme, host, port), and checks URLs that a server chose: token realms and
 * redirects. Plain http is only for hosts that the runner configuration names. A server can never
 * direct weir to a host with an internal address, except to itself and to hosts that the runner
 * configuration names. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    ORIGIN_HOST_MAX = 256,
    ORIGIN_URL_MAX = 8192, /* bytes; signed URLs of object stores reach 2 kB */
};

struct origin {
    bool tls;
    char host[ORIGIN_HOST_MAX]; /* lower case; IPv6 in brackets */
    unsigned port;              /* the default port of the scheme if the URL has none */
};

/* Returns false if the text is not an http or https URL with a host, or contains user info, white
 * space, a backslash, control bytes or bytes outside ASCII. */
bool origin_parse(const char *url, struct origin *out);
/* True if scheme, host and port are the same. */
bool origin_equal(const struct origin *a, const struct origin *b);

/* The hosts that the runner configuration names for plain http: HOST for all its ports, or
 * HOST:PORT. */
struct origin_plain {
    const char *const *hosts;
    size_t count;
};

/* True if the list names the host: as HOST for all its ports, or as HOST:PORT. */
bool origin_listed(const char *const *hosts, size_t count, const char *host, unsigned port);
bool origin_is_plain(const struct origin_plain *plain, const char *host, unsigned port);

enum origin_use { ORIGIN_REALM, ORIGIN_REDIRECT };

struct origin_target {
    struct origin origin;
    bool guarded; /* connect only to public addresses, because the host is not the server's and the
                     runner configuration does not name it */
};

/* Resolves a URL that the server at `base` chose, relative or absolute. Returns 0 and appends the
 * absolute URL, without its fragment, to the empty text *url. Returns -1 if the URL is too long or
 * the policy refuses it: another scheme, user info, control bytes, from https to http, or http to a
 * host that the runner configuration does not name. The error contains at most the URL's host and
 * port. The realm of a registry with plain http may itself use http on the registry's host. */
MUST_USE int origin_follow(const struct origin_plain *plain, const char *base, const char *chosen,
                           enum origin_use use, struct text *url, struct origin_target *target,
                           struct err *err);

/* Appends the text to a query or form. Percent-encodes all bytes except A-Z a-z 0-9 - . _ ~. */
void origin_escape(struct text *url, const char *text);
