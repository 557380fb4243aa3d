// SPDX-License-Identifier: Apache-2.0
/* Reads a clock that measures how long something takes. */
#pragma once

#include <stdint.h>

/* Returns the milliseconds since an arbitrary but fixed time. The clock never jumps. */
int64_t clock_ms(void);
