// SPDX-License-Identifier: Apache-2.0
/* Git's smart HTTP over libcurl: one request for the advertisement, then one for each question. */
#pragma once

#include "reconciler/git/wire/wire.h"

MUST_USE int wire_http_open(const struct wire_options *options, struct wire **out, struct err *err);
