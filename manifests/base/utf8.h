// SPDX-License-Identifier: Apache-2.0
/* Reads UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the longest character in bytes. It may be passed as `rest` for a NUL-terminated
 * text, because no character continues with a NUL. */
enum { UTF8_MAX = 4 };

/* Returns the length in bytes of the first character of a text of `rest` bytes, and sets its code
 * point. Returns 0, and does not change the code point, if the bytes are broken or cut. A NUL is a
 * character. */
size_t utf8_read(const char *text, size_t rest, uint32_t *point);
/* Does the same without the code point. */
size_t utf8_length(const char *text, size_t rest);

/* True when the byte continues a character; any other byte begins one. */
static inline bool utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Returns the length of the text in bytes. If the text is longer than `most` bytes, returns the
 * length of the whole characters that fit into `most` bytes. */
size_t utf8_fit(const char *text, size_t most);
