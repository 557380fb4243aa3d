// SPDX-License-Identifier: Apache-2.0
/* The beginning that all commands of version 2 have. */
#pragma once

#include "reconciler/git/wire/capabilities.h"

/* Appends the first lines of a command, with the delimiter that ends them. */
void command_put(struct text *request, const char *command,
                 const struct capabilities *capabilities);
