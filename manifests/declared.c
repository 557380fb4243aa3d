// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared.h"

struct parts {
    struct parts_count count;
};

struct parts *parts_open(void)
{
    return memory_must(calloc(1, sizeof(struct parts)));
}

void parts_close(struct parts *parts)
{
    free(parts);
}

struct parts_count parts_counted(const struct parts *parts)
{
    return parts->count;
}
