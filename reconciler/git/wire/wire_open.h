// SPDX-License-Identifier: Apache-2.0
/* The wire for the scheme of a URL. */
#pragma once

#include "reconciler/git/wire/wire.h"

/* Opens a wire and contacts nobody yet. The location must be a URL. */
MUST_USE int wire_open(const struct wire_options *options, struct wire **out, struct err *err);
