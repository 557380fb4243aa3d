// SPDX-License-Identifier: Apache-2.0
/* Classifies network addresses. The requests of http.h check the resolved address of each new
 * connection, so a host name that resolves to an internal address does not circumvent the check.
 * Behind a proxy, http.h checks the host of the URL instead. The requests of exchange.h do not
 * check addresses. */
#pragma once

#include <sys/socket.h>

enum address_kind {
    ADDRESS_PUBLIC,
    ADDRESS_PRIVATE, /* loopback, private networks, carrier-grade NAT, and others that are not
                        public: refused for guarded requests, see http.h */
    ADDRESS_NEVER,   /* link-local, metadata services, unspecified, multicast, reserved: always
                        refused */
};

/* Classifies a socket address. An IPv6 address that contains an IPv4 address (mapped, compatible,
 * NAT64 with the prefix 64:ff9b::/96, 6to4) is classified by the IPv4 address. A family other than
 * IPv4 and IPv6 is ADDRESS_NEVER. */
enum address_kind address_kind(const struct sockaddr *address);

/* Classifies a host of a URL whose name is resolved by somebody else, a proxy: by the address if it
 * is one in any spelling that resolvers accept ("2852039166", "0251.0376.0251.0376",
 * "[::ffff:a9fe:a9fe]"), and by well-known names of this machine and of metadata services. Any
 * other name is ADDRESS_PUBLIC. Asks no name server. */
enum address_kind address_kind_of_host(const char *host);

/* Classifies the text of an IPv4 or IPv6 address; any other text is ADDRESS_NEVER. */
enum address_kind address_kind_of_text(const char *text);
