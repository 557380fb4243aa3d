// SPDX-License-Identifier: Apache-2.0
/* `weir.dev/hold`: the tag does not move. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "manifests/base/arena.h"
#include "manifests/base/moment.h"

struct hold {
    bool set;
    moment until;       /* MOMENT_NEVER when it has no end */
    const char *reason; /* or NULL */
    uint32_t line, column;
};

/* Parses `until=TIME reason=TEXT` in any order, either part alone, or `true`. False for other text.
 */
bool hold_parse(struct arena *arena, const char *text, struct hold *hold);
bool hold_active(const struct hold *hold, moment now);
