// SPDX-License-Identifier: Apache-2.0
/* Parses one line of the file of allowed signers. */
#pragma once

#include "manifests/base/err.h"
#include "reconciler/git/signature/signers.h"

struct signers_line {
    struct arena *arena; /* gets the texts */
    const char *path;    /* the file's path, for errors */
    unsigned number;     /* the line's number from 1, for errors */
    struct err *err;
};

/* Sets the error, with the file and the line as its place. Returns -1. */
PRINTF_LIKE(2, 3) int signers_line_error(const struct signers_line *line, const char *format, ...);

/* Appends the signer of this line. Does nothing if the line is empty or a comment. */
MUST_USE int signers_line_parse(const struct signers_line *line, const char *text,
                                struct signers *out);
