// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "manifests/base/arena.h"
#include "reconciler/git/library.h"
#include "reconciler/git/repository.h"

enum { CHUNK = 64 << 10, HEAD_MAX = 16, FANOUT = 256 };

_Static_assert(REPOSITORY_PACK_MAX <= INT32_MAX, "offsets of the index have 31 bits");

/* Ids hardly compress: a third of a tree for as much time as all of its commit's other work. */
enum way { WAY_STORED, WAY_DEFLATED, WAY_COUNT };

static const struct {
    int level, memory; /* what is only stored needs none */
} ways[WAY_COUNT] = {{Z_NO_COMPRESSION, 1}, {Z_BEST_SPEED, 8}};

/* What the index says of an object beside its id. */
struct place {
    uint32_t offset, crc;
};

struct packing {
    z_stream streams[WAY_COUNT];
    struct text *out;
};

struct pack pack_of_none(void)
{
    return (struct pack){text_of(REPOSITORY_PACK_MAX), text_of(REPOSITORY_PACK_MAX)};
}

void pack_clear(struct pack *pack)
{
    text_clear(&pack->bytes);
    text_clear(&pack->index);
}

void pack_done(struct pack *pack)
{
    text_done(&pack->bytes);
    text_done(&pack->index);
}

static void put_number(unsigned char *out, size_t number)
{
    for (int i = 0; i < 4; i++)
        out[i] = (unsigned char)(number >> (24 - 8 * i));
}

static int append(struct text *out, const void *bytes, size_t length)
{
    return text_append(out, bytes, length);
}

static int append_number(struct text *out, size_t number)
{
    unsigned char bytes[4];
    put_number(bytes, number);
    return append(out, bytes, sizeof bytes);
}

/* Behind all that the text holds, the SHA-1 of it. */
static int append_digest(struct text *out, struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(out->data, out->length, digest, &length, EVP_sha1(), NULL) != 1 ||
        length != GIT_OID_RAWSZ)
        return err_set(err, "OpenSSL has no SHA-1");
    return append(out, digest, length);
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

static int put_object(struct packing *packing, const struct pack_object *object,
                      struct place *place)
{
    unsigned char head[HEAD_MAX], chunk[CHUNK];
    struct text *out = packing->out;
    size_t start = out->length, length = put_head(head, object->type, object->size);
    z_stream *stream =
        &packing->streams[object->type == GIT_OBJECT_TREE ? WAY_STORED : WAY_DEFLATED];
    int code = deflateReset(stream);
    if (object->size > UINT32_MAX || append(out, head, length) != 0)
        return -1;
    stream->next_in = (unsigned char *)(uintptr_t)object->bytes; /* it is only read */
    stream->avail_in = (uInt)object->size;
    while (code == Z_OK) {
        stream->next_out = chunk;
        stream->avail_out = sizeof chunk;
        code = deflate(stream, Z_FINISH);
        if (append(out, chunk, sizeof chunk - stream->avail_out) != 0)
            return -1;
    }
    place->offset = (uint32_t)start;
    place->crc =
        (uint32_t)crc32_z(0, (const unsigned char *)out->data + start, out->length - start);
    return code == Z_STREAM_END ? 0 : -1;
}

static int put_objects(const struct pack_object *objects, size_t count, struct place *places,
                       struct text *out)
{
    struct packing packing = {.out = out};
    if (count > UINT32_MAX || append(out, "PACK", 4) != 0 || append_number(out, 2) != 0 ||
        append_number(out, count) != 0)
        return -1;
    for (enum way way = 0; way < WAY_COUNT; way++)
        if (deflateInit2(&packing.streams[way], ways[way].level, Z_DEFLATED, MAX_WBITS,
                         ways[way].memory, Z_DEFAULT_STRATEGY) != Z_OK)
            memory_must(NULL);
    int result = 0;
    for (size_t i = 0; i < count && result == 0; i++)
        result = put_object(&packing, &objects[i], &places[i]);
    for (enum way way = 0; way < WAY_COUNT; way++)
        deflateEnd(&packing.streams[way]);
    return result;
}

/* Version 2: how many ids begin with at most each byte, the ids, the checksums, the offsets, and
 * the pack's own digest. */
static int put_index(const struct pack_object *objects, const struct place *places, size_t count,
                     const struct text *pack, struct text *out)
{
    int result = append(out, "\377tOc", 4) | append_number(out, 2);
    for (size_t byte = 0, until = 0; byte < FANOUT; byte++) {
        while (until < count && objects[until].id.id[0] <= byte)
            until++;
        result |= append_number(out, until);
    }
    for (size_t i = 0; i < count; i++)
        result |= append(out, objects[i].id.id, GIT_OID_RAWSZ);
    for (size_t i = 0; i < count; i++)
        result |= append_number(out, places[i].crc);
    for (size_t i = 0; i < count; i++)
        result |= append_number(out, places[i].offset);
    return result | append(out, pack->data + pack->length - GIT_OID_RAWSZ, GIT_OID_RAWSZ);
}

int pack_make(const struct pack_object *objects, size_t count, struct pack *out, struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct place *places = arena_array(&scratch, struct place, count);
    struct err trouble = {0};
    pack_clear(out);
    if (put_objects(objects, count, places, &out->bytes) == 0 &&
        append_digest(&out->bytes, &trouble) == 0 &&
        put_index(objects, places, count, &out->bytes, &out->index) == 0 &&
        append_digest(&out->index, &trouble) == 0)
        return 0;
    size_t maximum = out->bytes.maximum;
    pack_clear(out);
    return trouble.message[0] != '\0'
               ? (*err = trouble, -1)
               : err_set(err, "the new objects are longer than %zu bytes", maximum);
}

static int write_all(int file, const struct text *bytes)
{
    for (size_t done = 0; done < bytes->length;) {
        ssize_t count = write(file, bytes->data + done, bytes->length - done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return -1;
        done += (size_t)count;
    }
    return fsync(file);
}

/* 0, or -1 with errno. */
static int store_file(int folder, const char *temporary, const char *name, const struct text *bytes)
{
    unlinkat(folder, temporary, 0); /* of a killed run with our process id */
    int file =
        openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0444);
    if (file < 0)
        return -1;
    int result = write_all(file, bytes);
    int saved = errno;
    close(file);
    errno = saved;
    if (result == 0)
        result = renameat(folder, temporary, folder, name);
    saved = errno;
    if (result != 0)
        unlinkat(folder, temporary, 0);
    errno = saved;
    return result;
}

/* The folder of packs, made when a repository has none yet; -1 with errno. */
static int open_folder(const char *objects)
{
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/pack", objects);
    if (length < 0 || (size_t)length >= sizeof path)
        return errno = ENAMETOOLONG, -1;
    if (mkdir(path, 0777) != 0 && errno != EEXIST)
        return -1;
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* An index without its pack would be an error for whoever finds it: so the pack comes first. */
static int store_files(int folder, const struct pack *pack)
{
    char hex[GIT_OID_HEXSZ + 1], name[64], temporary[64];
    git_oid digest;
    memcpy(digest.id, pack->bytes.data + pack->bytes.length - GIT_OID_RAWSZ, GIT_OID_RAWSZ);
    git_oid_tostr(hex, sizeof hex, &digest);
    snprintf(temporary, sizeof temporary, "tmp_pack_weir%ld", (long)getpid());
    snprintf(name, sizeof name, "pack-%s.pack", hex);
    if (store_file(folder, temporary, name, &pack->bytes) != 0)
        return -1;
    snprintf(temporary, sizeof temporary, "tmp_idx_weir%ld", (long)getpid());
    snprintf(name, sizeof name, "pack-%s.idx", hex);
    if (store_file(folder, temporary, name, &pack->index) != 0)
        return -1;
    fsync(folder); /* best effort: some file systems refuse it for a folder */
    return 0;
}

int pack_store(git_repository *git, const struct pack *pack, struct err *err)
{
    git_buf objects = {0};
    if (git_repository_item_path(&objects, git, GIT_REPOSITORY_ITEM_OBJECTS) != 0)
        return library_error(err, "the folder of the objects can't be named");
    int folder = open_folder(objects.ptr);
    git_buf_dispose(&objects);
    if (folder < 0)
        return err_errno(err, "opening the folder of the packs");
    int result = store_files(folder, pack);
    int saved = errno;
    close(folder);
    errno = saved;
    return result == 0 ? 0 : err_errno(err, "writing the pack of the new objects");
}
