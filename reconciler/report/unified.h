// SPDX-License-Identifier: Apache-2.0
/*
 * Prints unified diffs as git does and `git apply` accepts them: three lines of context, "---
 * a/path" and "+++ b/path", "\ No newline at end of file". Bytes are printed as they are.
 */
#pragma once

#include "diff/plan/change.h"

/* Prints the difference; prints nothing if old and new bytes are equal. Quotes unusual paths in a
 * form that `git apply` accepts. */
void unified_print(FILE *out, const char *path, const char *old_bytes, size_t old_length,
                   const char *bytes, size_t length);

/* Prints the differences of all files of a change. */
void unified_print_change(FILE *out, const struct change *change);
