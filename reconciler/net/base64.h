// SPDX-License-Identifier: Apache-2.0
/* Base64 as HTTP and Docker's configuration use it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Allocated, NUL-terminated. */
char *base64_encode(const char *bytes, size_t length);
/*
 * Allocated, NUL-terminated; *length without the NUL. NULL for text that is not base64. Padding may
 * be missing; the alphabet may be that of URLs.
 */
char *base64_decode(const char *text, size_t *length);
