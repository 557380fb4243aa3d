// SPDX-License-Identifier: Apache-2.0
/* Reports libgit2's last error in words for people. */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

/* Sets err to the printed text, ": " and libgit2's message of its last error, without control
 * bytes. Returns -1. */
PRINTF_LIKE(2, 3) int library_error(struct err *err, const char *format, ...);
/* Copies libgit2's message alone, or "no reason given". */
void library_words(char *buffer, size_t size);
