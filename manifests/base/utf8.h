// SPDX-License-Identifier: Apache-2.0
/* UTF-8 as Unicode has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of a character at most. As `rest` it is good for any text that ends in a NUL. */
enum { UTF8_MAX = 4 };

/* The length of the first character of at most `rest` bytes, and its code point; 0, and the point
 * untouched, when there is none: the bytes are broken or cut. A NUL is a character. */
size_t utf8_read(const char *text, size_t rest, uint32_t *point);
/* The length alone. */
size_t utf8_length(const char *text, size_t rest);

/* Whether the byte continues a character: all others begin one. */
static inline bool utf8_continues(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The bytes of a text, or of as many whole characters of it as `most` bytes hold. */
size_t utf8_fit(const char *text, size_t most);
