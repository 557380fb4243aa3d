// SPDX-License-Identifier: Apache-2.0
/* Estimates how many values a JSON text has, from its bytes, before memory is allocated for them.
 */
#pragma once

#include <stddef.h>

struct json_shape {
    size_t values; /* values inside of others: never fewer than there are */
    size_t depth;  /* the deepest nesting of objects and arrays */
};

/* Reads the bytes once, without recursion. They may be any bytes; if they are not JSON, the result
 * is only a guess. */
struct json_shape json_shape(const char *bytes, size_t length);
