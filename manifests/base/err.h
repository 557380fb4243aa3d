// SPDX-License-Identifier: Apache-2.0
/*
 * The error value: why an operation failed, in the words that a person will read.
 *
 * The caller owns it, zero-initialises it and passes it last; there is nothing to free. A function
 * that can fail returns 0, or -1 after it has set the error, and leaves its outputs untouched on
 * failure. An expected outcome (no such tag, ref moved) is a value of the function, never an error.
 *
 * Messages are lower case without a full stop; text of users stands in quotes. A secret never
 * enters one. Control bytes are replaced, so a message is safe for a terminal.
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
    char place[ERR_PLACE_MAX];     /* "file:line:column", or "" */
    char message[ERR_MESSAGE_MAX]; /* "outer: inner", or "" while nothing failed */
    char hint[ERR_HINT_MAX];       /* what to do about it, or "" */
};

/* Sets the message and clears place and hint. Returns -1, so that `return err_set(…)` reads well.
 */
PRINTF_LIKE(2, 3) int err_set(struct err *err, const char *format, ...);

/*
 * Puts "outer: " before the message. When both no longer fit, the middle is dropped ("outer: …:
 * innermost") so that the innermost cause stays readable. Returns -1.
 */
PRINTF_LIKE(2, 3) int err_wrap(struct err *err, const char *format, ...);

/* Sets the hint: what the person can do. Returns -1. */
PRINTF_LIKE(2, 3) int err_hint(struct err *err, const char *format, ...);

/* Sets the place. line and column count from 1; 0 leaves that part out. Returns -1. */
int err_place(struct err *err, const char *path, unsigned line, unsigned column);

/* "setting errno's words behind the message": err_set(…) with ": <strerror>" appended. Returns -1.
 */
PRINTF_LIKE(2, 3) int err_errno(struct err *err, const char *format, ...);
