// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_head.h"

/* The first byte has four bits of the size, each later one seven, the lowest first. */
enum { FIRST_BITS = 4, BITS = 7, MORE = 0x80 };

size_t pack_head_print(unsigned char *out, git_object_t type, uint64_t size)
{
    size_t used = 0;
    unsigned byte = (unsigned)type << FIRST_BITS | (size & 15);
    for (size >>= FIRST_BITS; size > 0; size >>= BITS) {
        out[used++] = (unsigned char)(byte | MORE);
        byte = size & 0x7f;
    }
    out[used++] = (unsigned char)byte;
    return used;
}

size_t pack_head_read(const unsigned char *bytes, size_t length, git_object_t *type, uint64_t *size)
{
    if (length == 0)
        return 0;
    *type = (git_object_t)(bytes[0] >> FIRST_BITS & 7);
    *size = bytes[0] & 15;
    size_t used = 1;
    for (unsigned shift = FIRST_BITS; (bytes[used - 1] & MORE) != 0; shift += BITS) {
        if (used == length || shift > 32)
            return 0;
        *size |= (uint64_t)(bytes[used++] & 0x7f) << shift;
    }
    return used;
}
