// SPDX-License-Identifier: Apache-2.0
/* One line of the file of allowed signers. */
#pragma once

#include "manifests/base/err.h"
#include "reconciler/git/signature/signers.h"

struct signers_line {
    struct arena *arena; /* of the texts */
    const char *path;    /* of the file, for errors */
    unsigned number;     /* from 1, for errors */
    struct err *err;
};

/* Sets the error and its place. Returns -1. */
PRINTF_LIKE(2, 3) int signers_line_error(const struct signers_line *line, const char *format, ...);

/* Appends the signer of this line, unless it is empty or a comment. */
MUST_USE int signers_line_parse(const struct signers_line *line, const char *text,
                                struct signers *out);
