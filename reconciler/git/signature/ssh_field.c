// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/ssh_field.h"

#include <string.h>

bool ssh_field_number(struct byte_view *from, uint32_t *out)
{
    if (from->length < 4)
        return false;
    const unsigned char *at = from->bytes;
    *out = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    *from = byte_view_of(at + 4, from->length - 4);
    return true;
}

bool ssh_field_string(struct byte_view *from, struct byte_view *out)
{
    struct byte_view rest = *from;
    uint32_t length;
    if (!ssh_field_number(&rest, &length) || length > rest.length)
        return false;
    *out = byte_view_of(rest.bytes, length);
    *from = byte_view_of(rest.bytes + length, rest.length - length);
    return true;
}

bool ssh_field_integer(struct byte_view *from, struct byte_view *out)
{
    struct byte_view rest = *from, number;
    if (!ssh_field_string(&rest, &number))
        return false;
    if (number.length > 0 && number.bytes[0] == 0) {
        if (number.length < 2 || number.bytes[1] < 0x80)
            return false;
        number = byte_view_of(number.bytes + 1, number.length - 1);
    } else if (number.length > 0 && number.bytes[0] >= 0x80) {
        return false;
    }
    *out = number;
    *from = rest;
    return true;
}

void ssh_field_put_number(struct text *to, uint32_t number)
{
    const unsigned char bytes[] = {(unsigned char)(number >> 24), (unsigned char)(number >> 16),
                                   (unsigned char)(number >> 8), (unsigned char)number};
    text_put(to, (const char *)bytes, sizeof bytes);
}

void ssh_field_put_string(struct text *to, const void *bytes, size_t length)
{
    ssh_field_put_number(to, (uint32_t)length);
    text_put(to, bytes, length);
}

void ssh_field_put_text(struct text *to, const char *text)
{
    ssh_field_put_string(to, text, strlen(text));
}

void ssh_field_put_integer(struct text *to, const unsigned char *bytes, size_t length)
{
    while (length > 0 && *bytes == 0) {
        bytes++;
        length--;
    }
    bool sign = length > 0 && *bytes >= 0x80;
    ssh_field_put_number(to, (uint32_t)(length + sign));
    if (sign)
        text_put(to, "", 1);
    text_put(to, (const char *)bytes, length);
}
