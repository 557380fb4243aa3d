// SPDX-License-Identifier: Apache-2.0
/* Where a value's bytes begin and end, for the cases where libyaml's marks are not exact. */
#pragma once

#include <stddef.h>

/* Returns the offset after blanks, line breaks and comments. */
size_t span_skip_space(const char *bytes, size_t at, size_t end);
/* Returns the offset after &anchor, !tag and the space after them. A scalar's event starts before
 * them. */
size_t span_skip_properties(const char *bytes, size_t at, size_t end);
/*
 * Returns the offset where a block scalar ends: after its last line that is not blank. Its event
 * ends after the blank lines. Lines of blanks that are longer than the indentation are content.
 * `text` is the decoded value.
 */
size_t span_block_end(const char *bytes, size_t start, size_t end, const char *text);
