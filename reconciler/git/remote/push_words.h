// SPDX-License-Identifier: Apache-2.0
/* Makes one line of a server's words about a refused push. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/text.h"

/* Sets `out` to the verdict, and after it to the messages for people. Lines of the messages that
 * are empty or only decoration are left out, and so are the words "remote:" and "error:" before a
 * line. */
void push_words(char *out, size_t size, const char *verdict, const struct text *said);
/* True if the words say that the branch is protected, so that changes need a pull request. */
bool push_words_protected(const char *words);
