// SPDX-License-Identifier: Apache-2.0
#include "reconciler/registry/json_shape.h"

#include <stdbool.h>

/* Returns the position after the string that begins at `at`. In the string, a backslash escapes the
 * next byte. */
static size_t behind_text(const char *bytes, size_t length, size_t at)
{
    for (at++; at < length && bytes[at] != '"'; at++)
        at += bytes[at] == '\\';
    return at + 1;
}

struct json_shape json_shape(const char *bytes, size_t length)
{
    struct json_shape shape = {0};
    size_t depth = 0;
    for (size_t i = 0; i < length;) {
        if (bytes[i] == '"') {
            i = behind_text(bytes, length, i);
            continue;
        }
        bool opens = bytes[i] == '{' || bytes[i] == '[';
        bool closes = bytes[i] == '}' || bytes[i] == ']';
        depth += opens;
        depth -= closes && depth > 0;
        shape.values += opens || bytes[i] == ',';
        shape.depth = depth > shape.depth ? depth : shape.depth;
        i++;
    }
    return shape;
}
