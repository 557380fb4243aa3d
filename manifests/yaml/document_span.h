// SPDX-License-Identifier: Apache-2.0
/* Finds where the bytes of a value begin and end, when libyaml's marks are not exact. */
#pragma once

#include <stddef.h>

/* Returns the offset after blanks, line breaks and comments. */
size_t span_skip_space(const char *bytes, size_t at, size_t end);
/* Returns the offset after &anchor, !tag and the space after them. libyaml's event of a scalar
 * starts before them. */
size_t span_skip_properties(const char *bytes, size_t at, size_t end);
/*
 * Returns the offset where a block scalar ends: after its last line that is not blank. libyaml's
 * event ends after the blank lines. A line of blanks that is longer than the indentation is not
 * blank in this sense: it is content. `text` is the decoded value.
 */
size_t span_block_end(const char *bytes, size_t start, size_t end, const char *text);
