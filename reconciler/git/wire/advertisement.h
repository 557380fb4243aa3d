// SPDX-License-Identifier: Apache-2.0
/* The advertisement with which a server begins a conversation. */
#pragma once

#include "reconciler/git/wire/ls_refs.h"

/*
 * Reads the advertisement after wire_begin. In version 2 it has the capabilities only. In versions
 * 0 and 1 a push reads the capabilities and the refs (`refs` may be NULL), and a fetch only that
 * the version is not 2.
 */
MUST_USE int advertisement_read(struct wire *wire, struct arena *arena, struct capabilities *out,
                                struct served *refs, struct err *err);
