// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/clean_text.h"

#include <stdbool.h>
#include <string.h>

#include "manifests/base/utf8.h"

void clean_text_copy(char *buffer, size_t size, const char *text, size_t length)
{
    size_t used = 0;
    bool space = false;
    for (size_t i = 0; i < length;) {
        size_t step = utf8_length(text + i, length - i);
        unsigned char byte = (unsigned char)text[i];
        /* C1 controls are two bytes in UTF-8, and terminals obey them, too. */
        bool control = byte <= 0x20 || byte == 0x7f ||
                       (byte == 0xc2 && step == 2 && (unsigned char)text[i + 1] < 0xa0);
        if (control) {
            space = used > 0;
            i += step ? step : 1;
            continue;
        }
        size_t need = (step ? step : 1) + space;
        if (used + need + 1 > size)
            break;
        if (space)
            buffer[used++] = ' ';
        space = false;
        if (step == 0)
            buffer[used++] = '?';
        else
            memcpy(buffer + used, text + i, step), used += step;
        i += step ? step : 1;
    }
    buffer[used] = '\0';
}
