// SPDX-License-Identifier: Apache-2.0
/* Writes the lines with which every command of version 2 begins. */
#pragma once

#include "reconciler/git/wire/capabilities.h"

/* Appends the first lines of a command and the delimiter after them. */
void command_put(struct text *request, const char *command,
                 const struct capabilities *capabilities);
