// SPDX-License-Identifier: Apache-2.0
/* Makes a transport for libgit2's smart protocol that sends and reads through one of our wires. */
#pragma once

#include <git2.h>

#include "reconciler/git/wire/wire.h"

/* One fetch by libgit2. */
struct version0_transport {
    struct wire *wire;
    struct err failure; /* error of the wire; its message is "" if there is none */
};

/* Returns callbacks for libgit2 that contain the transport, and that stop a fetch whose pack is
 * longer than REPOSITORY_PACK_MAX. */
git_remote_callbacks version0_transport_callbacks(struct version0_transport *transport);

/* Sets err to the wire's error, or to libgit2's if the wire has none. Returns -1. */
int version0_transport_error(const struct version0_transport *transport, struct err *err);
