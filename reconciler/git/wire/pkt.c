// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/pkt.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int hex_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    digit |= 0x20;
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

int pkt_parse(const char *bytes, size_t length, struct pkt *out, size_t *used)
{
    size_t size = 0;
    for (size_t i = 0; i < PKT_HEAD; i++) {
        int value = i < length ? hex_value(bytes[i]) : 0;
        if (value < 0)
            return -1;
        size = size << 4 | (size_t)value;
    }
    if (length < PKT_HEAD)
        return 0;
    if (size == 3 || size > PKT_MAX)
        return -1;
    if (size < PKT_HEAD) {
        *out = (struct pkt){.kind = (enum pkt_kind)size, .data = bytes + PKT_HEAD};
        *used = PKT_HEAD;
        return 1;
    }
    if (size > length)
        return 0;
    *out = (struct pkt){PKT_DATA, bytes + PKT_HEAD, size - PKT_HEAD};
    *used = size;
    return 1;
}

struct pkt pkt_line(struct pkt pkt)
{
    if (pkt.kind == PKT_DATA && pkt.length > 0 && pkt.data[pkt.length - 1] == '\n')
        pkt.length--;
    return pkt;
}

bool pkt_is(struct pkt pkt, const char *text)
{
    return pkt.kind == PKT_DATA && pkt.length == strlen(text) &&
           memcmp(pkt.data, text, pkt.length) == 0;
}

struct pkt pkt_after(struct pkt pkt, const char *prefix)
{
    size_t length = strlen(prefix);
    if (pkt.kind != PKT_DATA || pkt.length < length || memcmp(pkt.data, prefix, length) != 0)
        return (struct pkt){.kind = PKT_FLUSH, .data = ""};
    return (struct pkt){PKT_DATA, pkt.data + length, pkt.length - length};
}

struct pkt pkt_word(struct pkt *rest)
{
    const char *space = rest->length > 0 ? memchr(rest->data, ' ', rest->length) : NULL;
    struct pkt word = *rest;
    if (space != NULL)
        word.length = (size_t)(space - rest->data);
    size_t step = word.length + (space != NULL);
    rest->data += step;
    rest->length -= step;
    return word;
}

void pkt_put(struct text *out, const char *format, ...)
{
    char line[8192], head[PKT_HEAD + 1];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    assert(length >= 0 && (size_t)length < sizeof line);
    snprintf(head, sizeof head, "%04x", (unsigned)length + PKT_HEAD);
    text_put(out, head, PKT_HEAD);
    text_put(out, line, (size_t)length);
}

void pkt_put_kind(struct text *out, enum pkt_kind kind)
{
    static const char *const heads[] = {"0000", "0001", "0002"};
    assert(kind < PKT_DATA);
    text_put(out, heads[kind], PKT_HEAD);
}
