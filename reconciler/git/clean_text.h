// SPDX-License-Identifier: Apache-2.0
/* Makes text of a server, of a program or of libgit2 safe for a terminal and for one line of a
 * log. */
#pragma once

#include <stddef.h>

/* Copies text from outside: control bytes become spaces, runs of white space become one space,
 * broken UTF-8 becomes "?". Text that does not fit is cut after a whole character. The result ends
 * with NUL. */
void clean_text_copy(char *buffer, size_t size, const char *text, size_t length);
