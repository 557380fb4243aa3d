// SPDX-License-Identifier: Apache-2.0
/* Sidebands: one stream for data, for what the server tells people, and for its errors. */
#pragma once

#include "reconciler/git/wire/wire.h"

/*
 * Reads the next data; *out is of kind PKT_FLUSH at the end of the stream. Messages of the server
 * for people are appended to `said`, cut at its maximum. An error that the server reports is
 * returned as an error in its words.
 */
MUST_USE int sideband_next(struct wire *wire, struct text *said, struct pkt *out, struct err *err);
