// SPDX-License-Identifier: Apache-2.0
/* Decides which network addresses weir may connect to. The resolved socket address of every
 * connection is checked, so a name that resolves to an internal address does not circumvent the
 * check. */
#pragma once

#include <sys/socket.h>

enum address_kind {
    ADDRESS_PUBLIC,
    ADDRESS_PRIVATE, /* loopback, private, carrier-grade: refused for guarded requests, see
                        origin.h */
    ADDRESS_NEVER,   /* link-local, metadata services, unspecified, multicast, reserved: always
                        refused */
};

/* Classifies a socket address. An IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4)
 * counts as that IPv4 address. A family other than IPv4 and IPv6 is ADDRESS_NEVER. */
enum address_kind address_kind(const struct sockaddr *address);

/* Classifies the text of an IPv4 or IPv6 address; any other text is ADDRESS_NEVER. */
enum address_kind address_kind_of_text(const char *text);
