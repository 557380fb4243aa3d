// SPDX-License-Identifier: Apache-2.0
/* Estimates how many values a JSON text has and how deeply they are nested, before memory is
 * allocated for them. */
#pragma once

#include <stddef.h>

struct json_shape {
    size_t values; /* upper bound of the number of values in objects and arrays */
    size_t depth;  /* the deepest nesting of objects and arrays */
};

/* Reads the bytes once, without recursion. They may be any bytes; if they are not JSON, the result
 * has no meaning. */
struct json_shape json_shape(const char *bytes, size_t length);
