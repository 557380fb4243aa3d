// SPDX-License-Identifier: Apache-2.0
/* Prints the help of the program and of its commands. */
#pragma once

#include "reconciler/commands/command.h"

/* Prints the help of a command of the table, or of the program if `command` is NULL. */
void help_print(FILE *out, const struct command *commands, const struct command *command);
