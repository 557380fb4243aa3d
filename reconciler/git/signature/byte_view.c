// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/signature/byte_view.h"

#include <string.h>

bool byte_view_equal(struct byte_view left, struct byte_view right)
{
    return left.length == right.length &&
           (left.length == 0 || memcmp(left.bytes, right.bytes, left.length) == 0);
}

bool byte_view_is(struct byte_view view, const char *text)
{
    return byte_view_equal(view, byte_view_of(text, strlen(text)));
}
