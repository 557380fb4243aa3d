// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/base64.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

char *base64_encode(const char *bytes, size_t length)
{
    char *out = memory_must(malloc((length + 2) / 3 * 4 + 1)), *at = out;
    for (size_t i = 0; i < length; i += 3) {
        uint32_t group = (uint32_t)(unsigned char)bytes[i] << 16;
        if (i + 1 < length)
            group |= (uint32_t)(unsigned char)bytes[i + 1] << 8;
        if (i + 2 < length)
            group |= (unsigned char)bytes[i + 2];
        *at++ = alphabet[group >> 18];
        *at++ = alphabet[group >> 12 & 63];
        *at++ = i + 1 < length ? alphabet[group >> 6 & 63] : '=';
        *at++ = i + 2 < length ? alphabet[group & 63] : '=';
    }
    *at = '\0';
    return out;
}

static int value_of(char letter)
{
    if (letter == '-')
        return 62;
    if (letter == '_')
        return 63;
    const char *at = letter != '\0' ? strchr(alphabet, letter) : NULL;
    return at != NULL ? (int)(at - alphabet) : -1;
}

/* Returns a copy without line breaks, which programs insert into long texts. */
static char *joined(const char *text)
{
    char *copy = memory_must(malloc(strlen(text) + 1)), *at = copy;
    for (; *text != '\0'; text++)
        if (*text != '\n' && *text != '\r')
            *at++ = *text;
    *at = '\0';
    return copy;
}

/* Decodes a text without line breaks. */
static char *decode(const char *text, size_t *length)
{
    size_t letters = strlen(text), padding = 0;
    while (letters > 0 && text[letters - 1] == '=' && padding < 2) {
        letters--;
        padding++;
    }
    if (letters % 4 == 1 || (padding > 0 && (letters + padding) % 4 != 0))
        return NULL;
    char *out = memory_must(malloc(letters / 4 * 3 + 4));
    size_t made = 0;
    uint32_t group = 0;
    for (size_t i = 0; i < letters; i++) {
        int value = value_of(text[i]);
        if (value < 0) {
            explicit_bzero(out, made);
            free(out);
            return NULL;
        }
        group = group << 6 | (uint32_t)value;
        if (i % 4 != 0)
            out[made++] = (char)(group >> (6 - 2 * (i % 4)) & 0xff);
    }
    out[made] = '\0';
    *length = made;
    return out;
}

char *base64_decode(const char *text, size_t *length)
{
    char *copy = joined(text);
    char *out = decode(copy, length);
    explicit_bzero(copy, strlen(copy));
    free(copy);
    return out;
}
