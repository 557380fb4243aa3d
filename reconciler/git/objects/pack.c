// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <limits.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "manifests/base/arena.h"
#include "manifests/base/file.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/repository.h"

enum { HEAD_MAX = 16, FANOUT = 256 };

_Static_assert(REPOSITORY_PACK_MAX <= INT32_MAX, "an offset in the index has 31 bits");

/* Trees are stored, not deflated: they consist mostly of ids, which hardly compress. Deflating
 * would save a third of a tree and take as long as all other work for the commit. */
enum pack_encoding { WAY_STORED, WAY_DEFLATED, WAY_COUNT };

static const int levels[WAY_COUNT] = {0, 1};

/* An object's values in the index, beside its id. */
struct index_entry {
    uint32_t offset, crc;
};

struct packing {
    struct libdeflate_compressor *ways[WAY_COUNT];
    struct arena scratch;
    struct text *out;
};

static void packing_open(struct packing *packing, struct text *out)
{
    *packing = (struct packing){.out = out};
    for (enum pack_encoding way = 0; way < WAY_COUNT; way++)
        packing->ways[way] = memory_must(libdeflate_alloc_compressor(levels[way]));
}

static void packing_close(struct packing *packing)
{
    for (enum pack_encoding way = 0; way < WAY_COUNT; way++)
        libdeflate_free_compressor(packing->ways[way]);
    arena_done(&packing->scratch);
}

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

/* Appends the SHA-1 of all bytes of the text. */
static int append_digest(struct text *out, struct err *err)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(out->data, out->length, digest, &length, EVP_sha1(), NULL) != 1 ||
        length != GIT_OID_RAWSZ)
        return err_set(err, "OpenSSL has no SHA-1");
    return append(out, digest, length);
}

/* Writes an object's type and size: four bits of the size, then seven in each byte, the lowest
 * first. Returns the number of bytes written, at most HEAD_MAX. */
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
                      struct index_entry *place)
{
    unsigned char head[HEAD_MAX];
    struct text *out = packing->out;
    struct libdeflate_compressor *way =
        packing->ways[object->type == GIT_OBJECT_TREE ? WAY_STORED : WAY_DEFLATED];
    size_t start = out->length, length = put_head(head, object->type, object->size);
    if (object->size > REPOSITORY_PACK_MAX || append(out, head, length) != 0)
        return -1;
    arena_clear(&packing->scratch);
    size_t room = libdeflate_zlib_compress_bound(way, object->size);
    char *bytes = arena_alloc(&packing->scratch, room);
    length = libdeflate_zlib_compress(way, object->bytes, object->size, bytes, room);
    if (append(out, bytes, length) != 0)
        return -1;
    place->offset = (uint32_t)start;
    place->crc = libdeflate_crc32(0, out->data + start, out->length - start);
    return 0;
}

static int put_objects(const struct pack_object *objects, size_t count, struct index_entry *places,
                       struct text *out)
{
    CLEANUP(packing_close) struct packing packing;
    packing_open(&packing, out);
    if (count > UINT32_MAX || append(out, "PACK", 4) != 0 || append_number(out, 2) != 0 ||
        append_number(out, count) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (put_object(&packing, &objects[i], &places[i]) != 0)
            return -1;
    return 0;
}

/* Appends an index of version 2: for each byte value the number of ids whose first byte is not
 * greater, then the ids, the checksums, the offsets, and the pack's digest. */
static int put_index(const struct pack_object *objects, const struct index_entry *places,
                     size_t count, const struct text *pack, struct text *out)
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
    struct index_entry *places = arena_array(&scratch, struct index_entry, count);
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
               : err_set(err, "the new objects do not fit into a pack of %zu bytes", maximum);
}

static int write_draft(struct file_draft *draft, int folder, const char *kind,
                       const struct text *bytes)
{
    char name[64];
    snprintf(name, sizeof name, "tmp_%s_weir%ld", kind, (long)getpid());
    if (file_draft_create(draft, folder, name, 0444) < 0 ||
        file_draft_write(draft, bytes->data, bytes->length) < 0)
        return -1;
    file_draft_begin_sync(draft);
    return 0;
}

static int name_draft(struct file_draft *draft, const char *digest, const char *kind)
{
    char name[64];
    snprintf(name, sizeof name, "pack-%s.%s", digest, kind);
    return file_draft_rename(draft, name);
}

/* Opens the folder of packs, and makes it if the repository has none. Returns a descriptor, or -1
 * with errno. */
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

/* Writes both files. The pack gets its name first: an index without its pack would be an error for
 * every reader. */
static int store_files(int folder, const struct pack *pack)
{
    char digest[GIT_OID_HEXSZ + 1];
    git_oid id;
    file_draft_scope struct file_draft own = FILE_DRAFT_NONE, index = FILE_DRAFT_NONE;
    memcpy(id.id, pack->bytes.data + pack->bytes.length - GIT_OID_RAWSZ, GIT_OID_RAWSZ);
    git_oid_tostr(digest, sizeof digest, &id);
    if (write_draft(&own, folder, "pack", &pack->bytes) < 0 ||
        write_draft(&index, folder, "idx", &pack->index) < 0 || file_draft_sync(&own) < 0 ||
        file_draft_sync(&index) < 0 || name_draft(&own, digest, "pack") < 0 ||
        name_draft(&index, digest, "idx") < 0)
        return -1;
    file_sync_folder(folder);
    return 0;
}

int pack_store(git_repository *git, const struct pack *pack, struct err *err)
{
    git_buf objects = {0};
    if (git_repository_item_path(&objects, git, GIT_REPOSITORY_ITEM_OBJECTS) != 0)
        return library_error(err, "the repository's objects folder can't be found");
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
