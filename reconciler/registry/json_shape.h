// SPDX-License-Identifier: Apache-2.0
/* How large a JSON text would be as values: told from its bytes, before memory is spent on them. */
#pragma once

#include <stddef.h>

struct json_shape {
    size_t values; /* inside of others: never fewer than there are */
    size_t depth;  /* of objects and arrays within each other */
};

/* One pass without recursion over bytes of any kind; of a text that is no JSON it is a guess. */
struct json_shape json_shape(const char *bytes, size_t length);
