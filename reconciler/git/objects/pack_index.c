// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_index.h"

#include <openssl/evp.h>
#include <string.h>

/* The parts of an index with N entries: magic and version, the fanout, then for each entry its id,
 * CRC and offset, then the pack's trailer and the index's own one. */
enum {
    MAGIC = 8,
    FANOUT = 256,
    IDS = MAGIC + 4 * FANOUT,
    ENTRY = GIT_OID_RAWSZ + 4 + 4,
    END = 2 * PACK_TRAILER,
};

static const char magic[MAGIC] = "\377tOc\0\0\0\2";

static void put_number(char *out, size_t number)
{
    for (int i = 0; i < 4; i++)
        out[i] = (char)(unsigned char)(number >> (24 - 8 * i));
}

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int append_number(struct text *out, size_t number)
{
    char bytes[4];
    put_number(bytes, number);
    return text_append(out, bytes, sizeof bytes);
}

void pack_index_head(char out[PACK_HEAD], uint32_t count)
{
    memcpy(out, "PACK\0\0\0\2", 8);
    put_number(out + 8, count);
}

int pack_index_digest(const void *bytes, size_t length, git_oid *out, struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(bytes, length, digest, &size, EVP_sha1(), NULL) != 1 || size != GIT_OID_RAWSZ)
        return err_set(err, "OpenSSL has no SHA-1");
    memcpy(out->id, digest, GIT_OID_RAWSZ);
    return 0;
}

int pack_index_print(const struct pack_entry *entries, size_t count, const git_oid *digest,
                     struct text *out, struct err *err)
{
    git_oid own;
    text_clear(out);
    int result = text_append(out, magic, sizeof magic);
    for (size_t byte = 0, until = 0; byte < FANOUT; byte++) {
        while (until < count && entries[until].id.id[0] <= byte)
            until++;
        result |= append_number(out, until);
    }
    for (size_t i = 0; i < count; i++)
        result |= text_append(out, (const char *)entries[i].id.id, GIT_OID_RAWSZ);
    for (size_t i = 0; i < count; i++)
        result |= append_number(out, entries[i].crc);
    for (size_t i = 0; i < count; i++)
        result |= append_number(out, entries[i].offset);
    result |= text_append(out, (const char *)digest->id, GIT_OID_RAWSZ);
    if (result != 0)
        return err_set(err, "the index of the new objects would be longer than %zu bytes",
                       out->maximum);
    if (pack_index_digest(out->data, out->length, &own, err) < 0)
        return -1;
    return text_append(out, (const char *)own.id, GIT_OID_RAWSZ) == 0
               ? 0
               : err_set(err, "the index of the new objects is too long");
}

size_t pack_index_count(const unsigned char *bytes, size_t length, git_oid *digest)
{
    struct err ignored;
    git_oid own;
    size_t count = length >= IDS + END ? (length - IDS - END) / ENTRY : 0;
    if (count == 0 || length != IDS + count * ENTRY + END || memcmp(bytes, magic, MAGIC) != 0 ||
        number_at(bytes + IDS - 4) != count ||
        pack_index_digest(bytes, length - PACK_TRAILER, &own, &ignored) < 0 ||
        memcmp(own.id, bytes + length - PACK_TRAILER, PACK_TRAILER) != 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (pack_index_entry(bytes, count, i).offset > INT32_MAX)
            return 0;
    memcpy(digest->id, bytes + length - END, GIT_OID_RAWSZ);
    return count;
}

struct pack_entry pack_index_entry(const unsigned char *bytes, size_t count, size_t index)
{
    const unsigned char *crcs = bytes + IDS + count * GIT_OID_RAWSZ, *offsets = crcs + 4 * count;
    struct pack_entry entry = {.crc = number_at(crcs + 4 * index),
                               .offset = number_at(offsets + 4 * index)};
    memcpy(entry.id.id, bytes + IDS + index * GIT_OID_RAWSZ, GIT_OID_RAWSZ);
    return entry;
}
