// SPDX-License-Identifier: Apache-2.0
/* Reads the flag that a signal handler sets to end long work, for example a conversation with a
 * server. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* True once the flag is set; `stop` may be NULL. */
static inline bool stop_requested(const volatile sig_atomic_t *stop)
{
    return stop != NULL && *stop;
}
