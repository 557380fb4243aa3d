// SPDX-License-Identifier: Apache-2.0
/* Opens a wire of the kind that a URL's scheme requires. */
#pragma once

#include "reconciler/git/wire/wire.h"

/* Opens a wire without contacting the server. The location must be a URL. */
MUST_USE int wire_open(const struct wire_options *options, struct wire **out, struct err *err);
