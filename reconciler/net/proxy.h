// SPDX-License-Identifier: Apache-2.0
/* Finds the proxy of a host in the environment. The rules are those of libcurl 7.88; in addition,
 * an entry of no_proxy may have a port or begin with "*.". libcurl does not tell whether it uses a
 * proxy, but whoever checks addresses must know: behind a proxy, the address of a connection is the
 * proxy's. */
#pragma once

#include "reconciler/net/origin.h"

/* The values of the variables; NULL if a variable is not set or empty. */
struct proxy_settings {
    const char *http;  /* http_proxy; HTTP_PROXY is ignored, as in libcurl */
    const char *https; /* https_proxy or HTTPS_PROXY */
    const char *all;   /* all_proxy or ALL_PROXY, for a scheme without a proxy of its own */
    const char *none;  /* no_proxy or NO_PROXY */
};

/* Reads the environment. The texts belong to it. */
struct proxy_settings proxy_settings(void);
/* Returns the URL of the proxy for this origin, which may contain a secret, or NULL. */
const char *proxy_find(const struct proxy_settings *settings, const struct origin *origin);
