// SPDX-License-Identifier: Apache-2.0
/* Defines a view of bytes that somebody else owns. The bytes may contain NULs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct byte_view {
    const unsigned char *bytes;
    size_t length;
};

static inline struct byte_view byte_view_of(const void *bytes, size_t length)
{
    return (struct byte_view){bytes, length};
}
bool byte_view_equal(struct byte_view left, struct byte_view right);
/* Returns true if the bytes are those of the string, without its NUL. */
bool byte_view_is(struct byte_view view, const char *text);
