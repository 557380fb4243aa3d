// SPDX-License-Identifier: Apache-2.0
/* How long something takes, and when it was too long: for what waits. */
#pragma once

#include <stdint.h>

/* Milliseconds of a clock that never jumps and begins anywhere. */
int64_t clock_ms(void);
