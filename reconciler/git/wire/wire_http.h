// SPDX-License-Identifier: Apache-2.0
/* Speaks Git's smart HTTP over libcurl: one HTTP request for the advertisement, then one for each
 * Git request. */
#pragma once

#include "reconciler/git/wire/wire.h"

MUST_USE int wire_http_open(const struct wire_options *options, struct wire **out, struct err *err);
