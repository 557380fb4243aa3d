// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/pack.h"

#include <git2/sys/odb_backend.h>
#include <openssl/evp.h>
#include <string.h>
#include <zlib.h>

#include "reconciler/git/library.h"

enum { CHUNK = 64 << 10, HEAD_MAX = 16 };

static void put_number(unsigned char *out, size_t number)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(number >> (24 - 8 * i));
}

/* Type and size: four bits of it, then seven a byte, the lowest first. */
static size_t put_head(unsigned char *out, git_object_t type, size_t size)
{
    size_t used = 0;
    unsigned byte = (unsigned)type << 4 | (size & 15);
    for (size >>= 4; size > 0; size >>= 7) {
        out[used++] = (unsigned char)(byte | 0x80);
        byte = size & 0x7f;
    }
    out[used++] = (unsigned char)byte;
    return used;
}

static int put_object(const struct pack_object *object, z_stream *stream, struct text *out)
{
    unsigned char head[HEAD_MAX], chunk[CHUNK];
    size_t length = put_head(head, object->type, object->size);
    int code = deflateReset(stream);
    if (object->size > UINT32_MAX || text_append(out, (const char *)head, length) != 0)
        return -1;
    stream->next_in = (unsigned char *)(uintptr_t)object->bytes; /* it is only read */
    stream->avail_in = (uInt)object->size;
    while (code == Z_OK) {
        stream->next_out = chunk;
        stream->avail_out = sizeof chunk;
        code = deflate(stream, Z_FINISH);
        if (text_append(out, (const char *)chunk, sizeof chunk - stream->avail_out) != 0)
            return -1;
    }
    return code == Z_STREAM_END ? 0 : -1;
}

int pack_make(const struct pack_object *objects, size_t count, struct text *out, struct err *err)
{
    unsigned char head[12] = "PACK", digest[EVP_MAX_MD_SIZE];
    unsigned digest_length = 0;
    z_stream stream = {0};
    size_t start = out->length;
    put_number(head + 4, 2);
    put_number(head + 8, count);
    if (deflateInit(&stream, Z_BEST_SPEED) != Z_OK)
        memory_must(NULL);
    int result = count > UINT32_MAX ? -1 : text_append(out, (const char *)head, sizeof head);
    for (size_t i = 0; i < count && result == 0; i++)
        result = put_object(&objects[i], &stream, out);
    deflateEnd(&stream);
    if (result == 0 && EVP_Digest(out->data + start, out->length - start, digest, &digest_length,
                                  EVP_sha1(), NULL) != 1)
        return err_set(err, "OpenSSL has no SHA-1");
    if (result == 0)
        result = text_append(out, (const char *)digest, digest_length);
    if (result == 0)
        return 0;
    out->length = start;
    return err_set(err, "the new objects are longer than %zu bytes", out->maximum);
}

int pack_index(git_odb *odb, const struct text *pack, struct err *err)
{
    git_odb_writepack *writepack = NULL;
    git_indexer_progress progress = {0};
    int code = git_odb_write_pack(&writepack, odb, NULL, NULL);
    if (code == 0)
        code = writepack->append(writepack, pack->data, pack->length, &progress);
    if (code == 0)
        code = writepack->commit(writepack, &progress);
    if (code != 0)
        library_error(err, "the objects can't be written");
    if (writepack)
        writepack->free(writepack);
    return code == 0 ? 0 : -1;
}
