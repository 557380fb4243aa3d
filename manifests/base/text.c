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
#include "manifests/base/utf8.h"

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

void text_puts(struct text *text, const char *string)
{
    text_put(text, string, strlen(string));
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

/* False for control characters, which drive a terminal, and for characters that embed, override
 * or isolate a direction of writing, which could hide parts of a line. */
static bool shows(uint32_t point)
{
    bool control = point < 0x20 || (point >= 0x7f && point < 0xa0);
    bool turns = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    return !control && !turns;
}

/* Returns the number of bytes before the first character that must be replaced. */
static size_t safe_length(const char *text)
{
    size_t length = 0, step;
    uint32_t point;
    while (text[length] != '\0' && (step = utf8_read(text + length, UTF8_MAX, &point)) > 0 &&
           shows(point))
        length += step;
    return length;
}

void text_print_safe(FILE *out, const char *text)
{
    for (;; text++) { /* replaces each byte of a character that must not be printed */
        size_t length = safe_length(text);
        fwrite(text, 1, length, out);
        text += length;
        if (*text == '\0')
            return;
        fputc('?', out);
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

void text_nearer(struct text_nearest *nearest, const char *said, const char *word)
{
    unsigned distance = text_distance(word, said);
    if (distance < nearest->distance)
        *nearest = (struct text_nearest){word, distance};
}
