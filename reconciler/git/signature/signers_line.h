// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/signature/signers.h"

struct signers_line {
    struct arena *arena;
    const char *path;
    unsigned number;
    struct err *err;
};

PRINTF_LIKE(2, 3) int signers_line_error(const struct signers_line *line, const char *format, ...);

MUST_USE int signers_line_parse(const struct signers_line *line, const char *text,
                                struct signers *out);
