// SPDX-License-Identifier: Apache-2.0
/* Base64 as HTTP and Docker's configuration use it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Returns the encoded text, allocated. */
char *base64_encode(const char *bytes, size_t length);
/* Returns the decoded bytes, allocated, with a NUL after them that *length does not count; NULL
 * when the text is not base64. The padding may be missing, and the alphabet may be the one for
 * URLs. */
char *base64_decode(const char *text, size_t *length);
