// SPDX-License-Identifier: Apache-2.0
/* Instants as people say them on the command line. */
#pragma once

#include <stdbool.h>

#include "manifests/base/moment.h"

/*
 * "2026-11-21T09:00:00Z" (RFC 3339, any zone), "2026-11-21" (the end of that day, UTC), or a
 * duration ("2h", "3d"): so long before now, or after it when `ahead`. False for anything else.
 */
bool when_parse(const char *text, moment now, bool ahead, moment *out);
