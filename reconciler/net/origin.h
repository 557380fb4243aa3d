// SPDX-License-Identifier: Apache-2.0
/*
 * Origins (scheme, host, port), and the one policy for URLs that a server chose: token realms and
 * redirects. Secrets stay with their origin; plain http is for hosts that the runner named; a
 * server can never point weir at an internal host that is not its own.
 */
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
    unsigned port;              /* the scheme's own when the URL has none */
};

/* False when the text is no http or https URL with a host, or holds user info or odd bytes. */
bool origin_parse(const char *url, struct origin *out);
/* Same scheme, host and port: the only place where a credential of one is a credential of both. */
bool origin_equal(const struct origin *a, const struct origin *b);

/* Hosts that the runner named for plain http: HOST for every port of it, or HOST:PORT. */
struct origin_plain {
    const char *const *hosts;
    size_t count;
};

bool origin_is_plain(const struct origin_plain *plain, const char *host, unsigned port);

enum origin_use { ORIGIN_REALM, ORIGIN_REDIRECT };

struct origin_target {
    struct origin origin;
    bool guarded; /* on another host that the runner did not name: public addresses only */
};

/*
 * Resolves a URL that the server at `base` chose, relative or absolute. 0 with the absolute URL in
 * *url (an empty text; its fragment removed); -1 with a reason without the URL when the policy
 * refuses it: another scheme, user info, control bytes, from https to http, http to a host that is
 * not named for it (a realm may be http on the very host of a plain registry).
 */
MUST_USE int origin_follow(const struct origin_plain *plain, const char *base, const char *chosen,
                           enum origin_use use, struct text *url, struct origin_target *target,
                           struct err *err);

/* Appends text percent-encoded for a query or form; all but A-Z a-z 0-9 - . _ ~ is encoded. */
void origin_escape(struct text *url, const char *text);
