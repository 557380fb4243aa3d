// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/memory.h"

#include <stdio.h>
#include <stdlib.h>

void *memory_must(void *pointer)
{
    if (pointer == NULL) {
        fputs("weir: out of memory\n", stderr);
        abort();
    }
    return pointer;
}
