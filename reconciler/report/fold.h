// SPDX-License-Identifier: Apache-2.0
/* Fits text into the width of a terminal. If a text report has a width, all of its lines go through
 * fold_print(). */
#pragma once

#include <stdio.h>

/* A line that is not printed: fold_print() does not fold the lines from here to the next such line.
 * Untrusted text can't contain this line: reports replace control characters, and a line of a patch
 * begins with another character. */
#define FOLD_VERBATIM "\036\n"

/*
 * Prints text, and breaks lines that are wider than `width` columns at blanks. If `width` is 0,
 * prints the text unchanged. Further lines begin two columns to the right of the line's indent, or
 * in the third column if that would be half of the width or more. A token, which is text without
 * blanks, is never broken: if it is wider than the line, it gets a line of its own. Blanks at the
 * end of a line are dropped. Escape sequences for colors have no width.
 */
void fold_print(FILE *out, const char *text, size_t length, size_t width);
