// SPDX-License-Identifier: Apache-2.0
/* Hints for libyaml's error messages, which speak about its grammar. */
#pragma once

/* Returns the hint for a message, or NULL. `at` is the byte at the problem, NUL at the file's end.
 */
const char *document_hint(const char *problem, char at);
