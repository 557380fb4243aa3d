// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/trim.h"

#include <ctype.h>

char *trim_copy(struct arena *arena, const char *text, const char *end)
{
    while (text < end && isspace((unsigned char)*text))
        text++;
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    return arena_copy(arena, text, (size_t)(end - text));
}
