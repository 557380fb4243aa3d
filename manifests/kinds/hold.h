// SPDX-License-Identifier: Apache-2.0
/* Parses `weir.dev/hold`, which stops a tag from moving. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "manifests/base/arena.h"
#include "manifests/base/moment.h"

struct hold {
    bool set;
    moment until;       /* MOMENT_NEVER if the hold has no end */
    const char *reason; /* NULL if none is given */
    uint32_t line, column;
};

/* Parses `until=TIME reason=TEXT` in any order, either part alone, or `true`. False for other text.
 */
bool hold_parse(struct arena *arena, const char *text, struct hold *hold);
/* True if the hold is set and has not ended at `now`. */
bool hold_active(const struct hold *hold, moment now);
