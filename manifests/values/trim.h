// SPDX-License-Identifier: Apache-2.0
/* Removes white space from the ends of a text. */
#pragma once

#include "manifests/base/arena.h"

/* Returns a copy of the bytes from `text` to `end`, without white space at both ends. */
char *trim_copy(struct arena *arena, const char *text, const char *end);
