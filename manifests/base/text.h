// SPDX-License-Identifier: Apache-2.0
/* Collects text from outside in buffers that grow up to a maximum, and has common tests of strings.
 * Text for people is printed to a FILE instead. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "manifests/base/attribute.h"

/* Maxima of texts from outside, in bytes. */
enum {
    TEXT_FILE_MAX = 16 << 20,    /* one file of a repository, and other large files */
    TEXT_VALUE_MAX = 256 << 10,  /* one value in a manifest: Kubernetes' limit for annotations */
    TEXT_MANIFEST_MAX = 4 << 20, /* one image manifest or index of a registry */
    TEXT_TOKEN_MAX = 128 << 10,  /* a token server's response */
    TEXT_CONFIG_MAX = 1 << 20,   /* a configuration or credentials file */
};

struct text {
    char *data;    /* NUL-terminated once anything was appended; NULL before that */
    size_t length; /* without the NUL; the bytes may contain NUL */
    size_t capacity;
    size_t maximum; /* the largest `length` that text_append allows */
};

/* Returns an empty text of at most `maximum` bytes. */
struct text text_of(size_t maximum);
/* Appends the bytes. Returns 0, or -1 if the text would become longer than its maximum; then
 * nothing is appended. */
MUST_USE int text_append(struct text *text, const char *bytes, size_t length);
/* Appends bytes that the caller knows to fit. Aborts if the text would become longer than its
 * maximum. */
void text_put(struct text *text, const char *bytes, size_t length);
/* Does the same for a string. */
void text_puts(struct text *text, const char *string);
void text_clear(struct text *text);
/* Frees the bytes and keeps the maximum. Accepts NULL. */
void text_done(struct text *text);
#define text_scope CLEANUP(text_done)

/* Appends everything that can be read from the descriptor. Returns 0, or 1 if the text would become
 * longer than its maximum, or -1 with errno. In both failures a part may have been appended. */
MUST_USE int text_read_fd(struct text *text, int fd);

/* True if both texts are equal, or both are NULL. */
bool text_equal(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* True for NULL, "" and a text of white space alone. */
bool text_blank(const char *text);

/* Prints untrusted text so that it can't drive a terminal. Writes '?' for each byte of control
 * characters, of broken UTF-8, and of characters that embed, override or isolate a direction of
 * writing. */
void text_print_safe(FILE *out, const char *text);

/* Returns how many bytes must be inserted, deleted, replaced, or swapped with the next one to get
 * from one word to the other, for "did you mean". If a word is longer than 64 bytes, returns 0 for
 * equal words and 64 for others. */
unsigned text_distance(const char *a, const char *b);
/* The nearest of several words; the first one if several are equally near. */
struct text_nearest {
    const char *word;  /* NULL as long as no word was near enough */
    unsigned distance; /* distance of `word`; the caller first sets the least that is too far */
};
/* Stores `word` in `nearest` if its distance from `said` is less than nearest->distance. */
void text_nearer(struct text_nearest *nearest, const char *said, const char *word);
