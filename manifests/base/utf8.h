// SPDX-License-Identifier: Apache-2.0
/* UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The most bytes of a character. As `rest` it is right for any text that ends with a NUL. */
enum { UTF8_MAX = 4 };

/* Returns the length of the first character of at most `rest` bytes, and sets its code point.
 * Returns 0 and leaves the code point alone when the bytes are broken or cut. A NUL is a character.
 */
size_t utf8_read(const char *text, size_t rest, uint32_t *point);
/* The same without the code point. */
size_t utf8_length(const char *text, size_t rest);

/* True when the byte continues a character; any other byte begins one. */
static inline bool utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* Returns the number of bytes of the text, or of as many of its whole characters as fit in `most`
 * bytes. */
size_t utf8_fit(const char *text, size_t most);
