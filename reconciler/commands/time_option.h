// SPDX-License-Identifier: Apache-2.0
/* Reads times as people write them on the command line. */
#pragma once

#include <stdbool.h>

#include "manifests/base/moment.h"

/*
 * Reads "2026-11-21T09:00:00Z" (RFC 3339, any zone), "2026-11-21" (the end of that day, UTC), or a
 * duration ("2h", "3d"), which is counted back from now, or forward if `ahead` is true. Returns
 * false for any other text.
 */
bool time_option_parse(const char *text, moment now, bool ahead, moment *out);
