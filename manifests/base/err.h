// SPDX-License-Identifier: Apache-2.0
/*
 * An error value says why an operation failed, in words for the person who runs weir.
 *
 * The caller owns it, zero-initializes it and passes it last; there is nothing to free. A function
 * that can fail returns 0, or -1 after it has set the error. It leaves its outputs untouched on
 * failure. An expected outcome (no such tag, ref moved) is a value of the function, never an error.
 *
 * Messages are lower case without a full stop; text from users is in "double quotes". A secret
 * never enters a message. ASCII control characters, which could drive a terminal, become '?'.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/attribute.h"

enum {
    ERR_PLACE_MAX = 320, /* bytes, with the final NUL */
    ERR_MESSAGE_MAX = 1024,
    ERR_HINT_MAX = 320,
};

struct err {
    char place[ERR_PLACE_MAX];     /* "file:line:column", "file:line" or "file"; "" if unknown */
    char message[ERR_MESSAGE_MAX]; /* "outer: inner"; "" as long as nothing failed */
    char hint[ERR_HINT_MAX];       /* what the person can do about it; "" if there is no hint */
};

/* Sets the message, and clears place and hint. Returns -1, so that callers can write `return
 * err_set(…)`. */
PRINTF_LIKE(2, 3) int err_set(struct err *err, const char *format, ...);

/* Puts "outer: " before the message. When both together are too long, the middle is dropped
 * ("outer: ...: innermost"), so that the innermost cause stays readable. Returns -1. */
PRINTF_LIKE(2, 3) int err_wrap(struct err *err, const char *format, ...);

/* Sets the hint: what the person can do about it. Returns -1. */
PRINTF_LIKE(2, 3) int err_hint(struct err *err, const char *format, ...);

/* Sets the place. line and column count from 1; 0 leaves that part out. A path that is too long
 * loses its beginning. Returns -1. */
int err_place(struct err *err, const char *path, unsigned line, unsigned column);

/* Does the same as err_set, with ": " and the text of errno after the message. Returns -1. */
PRINTF_LIKE(2, 3) int err_errno(struct err *err, const char *format, ...);
