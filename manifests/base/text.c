// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/text.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "manifests/base/arena.h"

struct text text_of(size_t maximum)
{
    return (struct text){.maximum = maximum};
}

static void reserve(struct text *text, size_t length)
{
    if (length + 1 <= text->capacity)
        return;
    size_t capacity = text->capacity > 0 ? text->capacity : 64;
    while (capacity < length + 1)
        capacity *= 2;
    text->data = memory_must(realloc(text->data, capacity));
    text->capacity = capacity;
}

int text_append(struct text *text, const char *bytes, size_t length)
{
    if (length > text->maximum - text->length)
        return -1;
    reserve(text, text->length + length);
    if (length > 0)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
    return 0;
}

void text_put(struct text *text, const char *bytes, size_t length)
{
    int fits = text_append(text, bytes, length);
    assert(fits == 0);
    (void)fits;
}

void text_clear(struct text *text)
{
    text->length = 0;
    if (text->data != NULL)
        text->data[0] = '\0';
}

void text_done(struct text *text)
{
    if (text == NULL)
        return;
    free(text->data);
    *text = text_of(text->maximum);
}

int text_read_fd(struct text *text, int fd)
{
    char chunk[65536];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (text_append(text, chunk, (size_t)got) < 0)
            return 1;
        if (got == 0)
            return 0;
    }
}

bool text_equal(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t length = strlen(text), tail = strlen(suffix);
    return length >= tail && strcmp(text + length - tail, suffix) == 0;
}

bool text_blank(const char *text)
{
    if (text == NULL)
        return true;
    while (isspace((unsigned char)*text))
        text++;
    return *text == '\0';
}

/* The length of the UTF-8 sequence at `at`, or 0 when it is broken. */
static size_t sequence(const unsigned char *at)
{
    static const struct {
        unsigned char mask, lead, length;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 1, 0},
                 {0xe0, 0xc0, 2, 0x80},
                 {0xf0, 0xe0, 3, 0x800},
                 {0xf8, 0xf0, 4, 0x10000}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if ((at[0] & forms[i].mask) != forms[i].lead)
            continue;
        uint32_t point = at[0] & (unsigned char)~forms[i].mask;
        for (size_t k = 1; k < forms[i].length; k++) {
            if ((at[k] & 0xc0) != 0x80)
                return 0;
            point = point << 6 | (at[k] & 0x3f);
        }
        bool surrogate = point >= 0xd800 && point <= 0xdfff;
        bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
        /* Marks that turn the direction of writing could hide what a line says. */
        bool turns = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
        return point < forms[i].least || point > 0x10ffff || surrogate || control || turns
                   ? 0
                   : forms[i].length;
    }
    return 0;
}

void text_print_safe(FILE *out, const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        size_t length = sequence(at);
        if (length == 0)
            fputc('?', out);
        else
            fwrite(at, 1, length, out);
        at += length > 0 ? length : 1;
    }
}

unsigned text_distance(const char *a, const char *b)
{
    enum { WORD_MAX = 64 };
    size_t la = strlen(a), lb = strlen(b);
    if (la > WORD_MAX || lb > WORD_MAX)
        return la == lb && strcmp(a, b) == 0 ? 0 : WORD_MAX;
    unsigned rows[3][WORD_MAX + 1];
    unsigned *before = rows[0], *last = rows[1], *now = rows[2];
    for (size_t j = 0; j <= lb; j++)
        last[j] = (unsigned)j;
    for (size_t i = 1; i <= la; i++) {
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= lb; j++) {
            unsigned best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best)
                best = last[j] + 1;
            if (now[j - 1] + 1 < best)
                best = now[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            now[j] = best;
        }
        unsigned *spare = before;
        before = last;
        last = now;
        now = spare;
    }
    return last[lb];
}
