// SPDX-License-Identifier: Apache-2.0
/* A clock for measuring how long something takes. */
#pragma once

#include <stdint.h>

/* Returns the milliseconds of a clock that never jumps; its zero has no meaning. */
int64_t clock_ms(void);
