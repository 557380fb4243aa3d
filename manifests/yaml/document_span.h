// SPDX-License-Identifier: Apache-2.0
/* Where a value's bytes begin and end, when libyaml's marks say less than that. */
#pragma once

#include <stddef.h>

/* Behind blanks, line breaks and comments. */
size_t span_skip_space(const char *bytes, size_t at, size_t end);
/* Behind &anchor, !tag and the space after them: a scalar's event starts before these. */
size_t span_skip_properties(const char *bytes, size_t at, size_t end);
/*
 * Where a block scalar ends: behind its last line that is not blank, while its event ends behind
 * the blank ones. Lines of blanks that are longer than the indentation are content. text is the
 * decoded value.
 */
size_t span_block_end(const char *bytes, size_t start, size_t end, const char *text);
