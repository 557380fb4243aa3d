// SPDX-License-Identifier: Apache-2.0
/*
 * Text from outside: a growing buffer that is told its maximum when it is made, and the few
 * questions about strings that everybody asks. Text for people goes to a FILE instead.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "manifests/base/attribute.h"

/* Maxima of what comes from outside, in bytes unless said otherwise. */
enum {
    TEXT_FILE_MAX = 16 << 20,       /* one manifest file */
    TEXT_VALUE_MAX = 256 << 10,     /* one text in it: what Kubernetes allows for annotations */
    TEXT_MANIFEST_MAX = 4 << 20,    /* one image manifest or index of a registry */
    TEXT_TOKEN_MAX = 128 << 10,     /* the answer of a token server */
    TEXT_ERROR_BODY_MAX = 64 << 10, /* the body of a refused request */
    TEXT_CONFIG_MAX = 1 << 20,      /* a configuration or credentials file */
};

struct text {
    char *data;    /* NUL-terminated once anything was appended; NULL before */
    size_t length; /* without the NUL; the bytes may contain NUL */
    size_t capacity;
    size_t maximum; /* text_append never makes it longer */
};

/* An empty text of at most `maximum` bytes. */
struct text text_of(size_t maximum);
/* 0, or -1 when the maximum would be passed (nothing is appended then). */
MUST_USE int text_append(struct text *text, const char *bytes, size_t length);
/* As text_append, where passing the maximum is a broken invariant (the text is our own). */
void text_put(struct text *text, const char *bytes, size_t length);
/* The same of a string. */
void text_puts(struct text *text, const char *string);
void text_clear(struct text *text);
/* Frees; the maximum stays. Takes NULL. */
void text_done(struct text *text);
#define text_scope CLEANUP(text_done)

/* Reads a whole stream or descriptor up to the text's maximum: 0, 1 when longer, -1 with errno. */
MUST_USE int text_read_fd(struct text *text, int fd);

/* NULL equals only NULL. */
bool text_equal(const char *a, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* NULL and "" are blank, and so is white space alone. */
bool text_blank(const char *text);

/* Writes untrusted text safe for a terminal: control bytes and broken UTF-8 become '?'. */
void text_print_safe(FILE *out, const char *text);

/* How far apart two words are (insertions, deletions, swaps), for "did you mean"; words ≤ 64. */
unsigned text_distance(const char *a, const char *b);
/* The nearest of many words, and of several the first. */
struct text_nearest {
    const char *word;  /* NULL while none was near enough */
    unsigned distance; /* to begin with: the least that is too far */
};
/* Takes the word when it is nearer to what was said. */
void text_nearer(struct text_nearest *nearest, const char *said, const char *word);
