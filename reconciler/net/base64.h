// SPDX-License-Identifier: Apache-2.0
/* Encodes and decodes base64 as it is used in HTTP headers and in Docker's config.json. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Returns the encoded text, which the caller frees. */
char *base64_encode(const char *bytes, size_t length);
/* Returns the decoded bytes, which the caller frees, and sets *length to their number. A NUL, which
 * is not counted, follows the bytes. Returns NULL if the text is not base64. Line breaks
 * are ignored, the padding may be missing, and the alphabet may be the one for URLs. */
char *base64_decode(const char *text, size_t *length);
