// SPDX-License-Identifier: Apache-2.0
/* The first byte says where the stream is cut. The count of both pieces is the number of lines that
 * the parser of pkt-lines finds, as far as it finds any. */
#include <stdlib.h>

#include "reconciler/git/wire/line_count.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    struct line_count count = {0}, one = {0};
    struct pkt pkt;
    size_t lines = 0, used = 0;
    if (length == 0)
        return 0;
    const char *bytes = (const char *)data + 1;
    size_t size = length - 1, cut = size > 0 ? data[0] % size : 0;
    line_count_add(&count, bytes, cut);
    line_count_add(&count, bytes + cut, size - cut);
    for (size_t i = 0; i < size; i++)
        line_count_add(&one, bytes + i, 1);
    if (one.lines != count.lines || one.over != count.over)
        abort();
    for (size_t at = 0; pkt_parse(bytes + at, size - at, &pkt, &used) > 0; at += used)
        lines++;
    /* A line that is cut off is counted, too. */
    if (count.lines < lines)
        abort();
    return 0;
}
