// SPDX-License-Identifier: Apache-2.0
/* Reads the advertisement with which a server begins a conversation. */
#pragma once

#include "reconciler/git/wire/ls_refs.h"

/*
 * Reads the advertisement after wire_begin. In version 2 it consists of capabilities. In versions 0
 * and 1 the capabilities and the refs are read for a push (`refs` may be NULL); for a fetch only
 * the first line is checked, and out->version is 0. The refs live in the arena.
 */
MUST_USE int advertisement_read(struct wire *wire, struct arena *arena, struct capabilities *out,
                                struct served *refs, struct err *err);
