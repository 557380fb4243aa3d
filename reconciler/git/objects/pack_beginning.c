// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_beginning.h"

#include <libdeflate.h>
#include <stdbool.h>
#include <string.h>

#include "manifests/base/memory.h"
#include "reconciler/git/objects/pack_head.h"

/* An instruction that copies bytes of the other blob. Its first byte says which bytes of the offset
 * and of the size follow, the lowest first. A size of 0 means COPY_MAX. */
enum {
    COPY = 0x80,
    COPY_OFFSET = 0x04, /* the third byte of the offset */
    COPY_SIZE = 0x30,   /* the first two bytes of the size */
    COPY_MAX = 1 << 16,
    INSTRUCTIONS_MAX = 1024, /* bytes: two sizes and 257 instructions fit */
    DISTANCE_MAX = 5,        /* bytes of a distance */
};

static size_t put_size(unsigned char *out, uint64_t size)
{
    size_t used = 0;
    for (; size >= 0x80; size >>= 7)
        out[used++] = (unsigned char)(size | 0x80);
    out[used++] = (unsigned char)size;
    return used;
}

/* Writes the instructions that copy the first bytes of the other blob. */
static size_t put_instructions(unsigned char *out, const struct pack_beginning *beginning)
{
    size_t used = put_size(out, beginning->of);
    used += put_size(out + used, beginning->length);
    for (uint64_t at = 0; at < beginning->length; at += COPY_MAX) {
        uint64_t size = beginning->length - at;
        unsigned char *copy = &out[used++];
        *copy = COPY;
        if (at > 0) {
            *copy |= COPY_OFFSET;
            out[used++] = (unsigned char)(at >> 16);
        }
        if (size < COPY_MAX) {
            *copy |= COPY_SIZE;
            out[used++] = (unsigned char)size;
            out[used++] = (unsigned char)(size >> 8);
        }
    }
    return used;
}

/* Writes the highest seven bits first. Each byte but the last one counts from 1 (gitformat-pack(5),
 * "offset encoding"). */
static size_t put_distance(unsigned char *out, uint64_t distance)
{
    unsigned char bytes[DISTANCE_MAX];
    size_t at = DISTANCE_MAX;
    bytes[--at] = distance & 0x7f;
    while ((distance >>= 7) > 0)
        bytes[--at] = 0x80 | (--distance & 0x7f);
    memcpy(out, bytes + at, DISTANCE_MAX - at);
    return DISTANCE_MAX - at;
}

/* Returns the number of bytes read; 0 if they are damaged. */
static size_t take_distance(const unsigned char *bytes, size_t length, uint64_t *out)
{
    size_t used = 0;
    for (uint64_t distance = 0; used < length && used < DISTANCE_MAX; distance++) {
        distance = distance << 7 | (bytes[used] & 0x7f);
        if ((bytes[used++] & 0x80) == 0)
            return *out = distance, used;
    }
    return 0;
}

size_t pack_beginning_print(unsigned char *out, const struct pack_beginning *beginning)
{
    unsigned char instructions[INSTRUCTIONS_MAX];
    struct libdeflate_compressor *way = memory_must(libdeflate_alloc_compressor(1));
    size_t size = put_instructions(instructions, beginning);
    size_t used = pack_head_print(out, GIT_OBJECT_OFS_DELTA, size);
    used += put_distance(out + used, beginning->distance);
    used +=
        libdeflate_zlib_compress(way, instructions, size, out + used, PACK_BEGINNING_MAX - used);
    libdeflate_free_compressor(way);
    return used;
}

/* Reads the two sizes at the start of the instructions. */
static bool take_sizes(const unsigned char *bytes, size_t length, struct pack_beginning *out)
{
    uint64_t *const sizes[] = {&out->of, &out->length};
    size_t used = 0;
    for (size_t i = 0; i < 2; i++) {
        *sizes[i] = 0;
        for (unsigned shift = 0;; shift += 7) {
            if (used == length || shift > 28)
                return false;
            *sizes[i] |= (uint64_t)(bytes[used] & 0x7f) << shift;
            if ((bytes[used++] & 0x80) == 0)
                break;
        }
    }
    return out->length <= out->of && out->of <= PACK_BEGINNING_OF_MAX;
}

/* Returns true if these are the instructions that put_instructions writes. */
static bool take_instructions(const unsigned char *bytes, size_t length, struct pack_beginning *out)
{
    unsigned char own[INSTRUCTIONS_MAX];
    return take_sizes(bytes, length, out) && put_instructions(own, out) == length &&
           memcmp(own, bytes, length) == 0;
}

bool pack_beginning_read(const unsigned char *bytes, size_t length, struct pack_beginning *out)
{
    unsigned char instructions[INSTRUCTIONS_MAX];
    git_object_t type;
    uint64_t size;
    size_t head = pack_head_read(bytes, length, &type, &size);
    if (head == 0 || type != GIT_OBJECT_OFS_DELTA || size > sizeof instructions)
        return false;
    size_t distance = take_distance(bytes + head, length - head, &out->distance);
    if (distance == 0)
        return false;
    head += distance;
    struct libdeflate_decompressor *way = memory_must(libdeflate_alloc_decompressor());
    bool whole = libdeflate_zlib_decompress(way, bytes + head, length - head, instructions,
                                            (size_t)size, NULL) == LIBDEFLATE_SUCCESS;
    libdeflate_free_decompressor(way);
    return whole && take_instructions(instructions, (size_t)size, out);
}
