// SPDX-License-Identifier: Apache-2.0
/* Prints and reads the one kind of delta that weir writes into packs: a blob that consists of the
 * first bytes of another blob of the same pack. So the earlier versions of a file that only grows,
 * such as a journal file, take a few bytes each. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/attribute.h"

enum {
    PACK_BEGINNING_OF_MAX = 16 << 20, /* bytes of the other blob */
    PACK_BEGINNING_MAX = 2048,        /* bytes of one beginning in the pack */
};

struct pack_beginning {
    uint64_t distance; /* from the start of the other blob in the pack to the start of this one */
    uint64_t of;       /* bytes of the other blob, at most PACK_BEGINNING_OF_MAX */
    uint64_t length;   /* bytes of this blob, at most `of` */
};

/* Writes the object. Returns the number of bytes written, at most PACK_BEGINNING_MAX. */
size_t pack_beginning_print(unsigned char *out, const struct pack_beginning *beginning);
/* Reads what pack_beginning_print wrote. Returns false for any other object. */
MUST_USE bool pack_beginning_read(const unsigned char *bytes, size_t length,
                                  struct pack_beginning *out);
