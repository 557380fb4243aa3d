// SPDX-License-Identifier: Apache-2.0
/* Separates the sidebands of a stream: data, messages for people, and errors. */
#pragma once

#include "reconciler/git/wire/wire.h"

/*
 * Reads the next data. At the end of the data, *out has another kind than PKT_DATA. Appends the
 * server's messages for people to `said`, cut at its maximum. Fails with the server's words if the
 * server reports an error.
 */
MUST_USE int sideband_next(struct wire *wire, struct text *said, struct pkt *out, struct err *err);
