// SPDX-License-Identifier: Apache-2.0
/* Makes and reads the index of a pack: version 2, without offsets of more than 31 bits
 * (gitformat-pack(5)). */
#pragma once

#include <git2.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    PACK_HEAD = 12,               /* bytes before a pack's first object */
    PACK_TRAILER = GIT_OID_RAWSZ, /* bytes after its last object: the SHA-1 of all others */
};

/* One object of a pack. */
struct pack_entry {
    git_oid id;
    uint32_t offset, crc; /* where the object begins in the pack, and the CRC of its bytes there */
};

/* Writes the first PACK_HEAD bytes of a pack with `count` objects. */
void pack_index_head(char out[PACK_HEAD], uint32_t count);
/* Computes the SHA-1 of these bytes. */
MUST_USE int pack_index_digest(const void *bytes, size_t length, git_oid *out, struct err *err);

/* Replaces `out` by the index of a pack. The entries must be sorted by id, each once. digest: the
 * pack's trailer. */
MUST_USE int pack_index_print(const struct pack_entry *entries, size_t count, const git_oid *digest,
                              struct text *out, struct err *err);
/* Returns how many entries the index has; 0 if it is damaged, has another version or has offsets
 * of more than 31 bits. Sets *digest to the pack's trailer. */
size_t pack_index_count(const unsigned char *bytes, size_t length, git_oid *digest);
/* Reads an entry of an index that pack_index_count accepted. */
struct pack_entry pack_index_entry(const unsigned char *bytes, size_t count, size_t index);
