// SPDX-License-Identifier: Apache-2.0
/* Declares the table of commands. Only main.c uses it directly; commands get it from their
 * invocation. */
#pragma once

#include "reconciler/commands/command.h"

/* Ends with an entry without a name. */
extern const struct command commands[];
/* The options that may come before the command. Ends with NULL. */
extern const struct option_set *const common_sets[];
