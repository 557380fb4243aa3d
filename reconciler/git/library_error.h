// SPDX-License-Identifier: Apache-2.0
/* Reports libgit2's last error in words for people. */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Sets err to the formatted text, ": " and libgit2's last error message. In that message control
 * characters become spaces. Returns -1. */
PRINTF_LIKE(2, 3) int library_error(struct err *err, const char *format, ...);
/* Copies libgit2's last error message alone, or "no reason given" if there is none. */
void library_words(char *buffer, size_t size);
