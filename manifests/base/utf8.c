// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/utf8.h"

#include <string.h>

/* The forms of the first byte, by the number of bytes that follow it. */
static const struct {
    unsigned char mask, lead;
    uint32_t least;
} forms[UTF8_MAX] = {
    {0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

size_t utf8_read(const char *text, size_t rest, uint32_t *point)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t more = 0;
    while (more < UTF8_MAX && more < rest && (bytes[0] & forms[more].mask) != forms[more].lead)
        more++;
    if (more == UTF8_MAX || more >= rest)
        return 0;
    uint32_t value = bytes[0] & (unsigned char)~forms[more].mask;
    for (size_t i = 1; i <= more; i++) {
        if (!utf8_continues(text[i]))
            return 0;
        value = value << 6 | (bytes[i] & 0x3f);
    }
    bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < forms[more].least || value > 0x10ffff || surrogate)
        return 0;
    *point = value;
    return more + 1;
}

size_t utf8_length(const char *text, size_t rest)
{
    uint32_t point;
    return utf8_read(text, rest, &point);
}

size_t utf8_fit(const char *text, size_t most)
{
    size_t length = strnlen(text, most);
    while (length > 0 && utf8_continues(text[length]))
        length--;
    return length;
}
