// SPDX-License-Identifier: Apache-2.0
/* Tells long work, for example a conversation with a server, that it must end: a signal handler
 * sets the flag. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* True once the flag is set; `stop` may be NULL. */
static inline bool stop_requested(const volatile sig_atomic_t *stop)
{
    return stop != NULL && *stop;
}
