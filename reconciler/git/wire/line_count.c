// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/wire/line_count.h"

#include <ctype.h>
#include <stdlib.h>

void line_count_add(struct line_count *count, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length && !count->over;) {
        if (count->skip > 0) {
            size_t step = length - i < count->skip ? length - i : count->skip;
            count->skip -= step;
            i += step;
            continue;
        }
        if (!isxdigit((unsigned char)bytes[i])) {
            count->over = true;
            break;
        }
        count->head[count->digits++] = bytes[i++];
        if (count->digits < PKT_HEAD)
            continue;
        size_t size = strtoul(count->head, NULL, 16);
        count->skip = size > PKT_HEAD ? size - PKT_HEAD : 0;
        count->digits = 0;
        count->lines++;
        count->bytes += PKT_HEAD + count->skip;
    }
}
