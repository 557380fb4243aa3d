// SPDX-License-Identifier: Apache-2.0
/*
 * Which network addresses may be connected to. Checked on the resolved socket address of every
 * connection, so that a name that resolves to an internal address gains nothing.
 */
#pragma once

#include <sys/socket.h>

enum address_kind {
    ADDRESS_PUBLIC,
    ADDRESS_PRIVATE, /* loopback, private, carrier-grade: fine when the runner named the host */
    ADDRESS_NEVER,   /* link-local, metadata services, unspecified, multicast, reserved */
};

/*
 * IPv4 inside IPv6 (mapped, compatible, NAT64, 6to4) is judged by the IPv4 address. A family other
 * than IPv4 and IPv6 is ADDRESS_NEVER.
 */
enum address_kind address_kind(const struct sockaddr *address);

/* The same for the text of an IPv4 or IPv6 address; text that is none is ADDRESS_NEVER. */
enum address_kind address_kind_of_text(const char *text);
