// SPDX-License-Identifier: Apache-2.0
/* Text from outside: a growing buffer with a maximum, which is given when it is made, and common
 * questions about strings. Text for people is printed to a FILE instead. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "manifests/base/attribute.h"

/* Maxima of texts from outside, in bytes. */
enum {
    TEXT_FILE_MAX = 16 << 20, /* one manifest file */
    TEXT_VALUE_MAX =
        256 << 10, /* one value in a manifest: the limit of Kubernetes for annotations */
    TEXT_MANIFEST_MAX = 4 << 20,    /* one image manifest or index of a registry */
    TEXT_TOKEN_MAX = 128 << 10,     /* the answer of a token server */
    TEXT_ERROR_BODY_MAX = 64 << 10, /* the body of a refused request */
    TEXT_CONFIG_MAX = 1 << 20,      /* a configuration or credentials file */
};

struct text {
    char *data;    /* NUL-terminated once anything was appended; NULL before that */
    size_t length; /* without the NUL; the bytes may contain NUL */
    size_t capacity;
    size_t maximum; /* text_append never makes it longer */
};

/* Returns an empty text of at most `maximum` bytes. */
struct text text_of(size_t maximum);
/* Appends the bytes: 0, or -1 when the text would become longer than its maximum; then nothing is
 * appended. */
MUST_USE int text_append(struct text *text, const char *bytes, size_t length);
/* Appends bytes of our own, which are known to fit: a longer text than the maximum is a broken
 * invariant. */
void text_put(struct text *text, const char *bytes, size_t length);
/* The same for a string. */
void text_puts(struct text *text, const char *string);
void text_clear(struct text *text);
/* Frees the bytes; the maximum stays. Takes NULL. */
void text_done(struct text *text);
#define text_scope CLEANUP(text_done)

/* Appends everything that can be read from the descriptor: 0, 1 when it is more than the maximum,
 * or -1 with errno. */
MUST_USE int text_read_fd(struct text *text, int fd);

/* NULL is equal only to NULL. */
bool text_equal(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* True for NULL, "" and a text of white space alone. */
bool text_blank(const char *text);

/* Prints untrusted text so that it can't drive a terminal: control bytes, broken UTF-8 and marks
 * that change the direction of writing become '?'. */
void text_print_safe(FILE *out, const char *text);

/* Returns how many letters must be inserted, deleted, replaced or swapped to get from one word to
 * the other, for "did you mean". Words have at most 64 bytes; longer ones are equal or far apart.
 */
unsigned text_distance(const char *a, const char *b);
/* The nearest of several words; the first one if several are equally near. */
struct text_nearest {
    const char *word;  /* NULL as long as no word was near enough */
    unsigned distance; /* initially the smallest distance that is too far */
};
/* Takes the word if it is nearer to `said` than the present one. */
void text_nearer(struct text_nearest *nearest, const char *said, const char *word);
