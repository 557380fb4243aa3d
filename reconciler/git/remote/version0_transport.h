// SPDX-License-Identifier: Apache-2.0
/* A transport for libgit2's smart protocol that sends and reads through one of our wires. */
#pragma once

#include <git2.h>

#include "reconciler/git/wire/wire.h"

/* One fetch by libgit2. */
struct version0_transport {
    struct wire *wire;
    struct err failure; /* of the wire, when its message is not "" */
};

/* Returns callbacks with the transport, whose progress stops at a pack that is too long. */
git_remote_callbacks version0_transport_callbacks(struct version0_transport *transport);

/* Sets the wire's own error, which says more than libgit2's, or else libgit2's. Returns -1. */
int version0_transport_error(const struct version0_transport *transport, struct err *err);
