// SPDX-License-Identifier: Apache-2.0
/* Makes text from outside, for example a server's message or a commit's author, safe for a terminal
 * and for one line of a log. */
#pragma once

#include <stddef.h>

/* Copies text from outside. Each run of spaces and control characters becomes one space, or nothing
 * at the beginning and the end. Each byte of broken UTF-8 becomes "?". Text that does not fit is
 * cut after a whole character. The result ends with NUL. */
void clean_text_copy(char *buffer, size_t size, const char *text, size_t length);
