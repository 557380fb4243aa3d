// SPDX-License-Identifier: Apache-2.0
/* Finds hints for libyaml's error messages, which name rules of its grammar. */
#pragma once

/* Returns the hint for a message, or NULL if there is none. `at` is the byte at the problem; NUL at
 * the end of the file. */
const char *document_hint(const char *problem, char at);
