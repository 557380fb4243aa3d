// SPDX-License-Identifier: Apache-2.0
/* The first eight bytes select edits, the rest is the file: an edit that is not refused is right.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/manifests/edit_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    uint64_t seed;
    if (length < sizeof seed)
        return 0;
    memcpy(&seed, data, sizeof seed);
    arena_scope struct arena arena = {0};
    struct edit_tally tally = {0};
    edit_check_some(&arena, seed % 2 == 0 ? "x.yaml" : "x.json", (const char *)data + sizeof seed,
                    length - sizeof seed, seed, 4, &tally);
    if (tally.wrong == NULL)
        return 0;
    fprintf(stderr, "%s\n", tally.wrong);
    abort();
}
