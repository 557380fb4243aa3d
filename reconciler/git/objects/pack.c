// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack.h"

#include <libdeflate.h>

#include "manifests/base/arena.h"
#include "reconciler/git/objects/pack_head.h"
#include "reconciler/git/objects/pack_index.h"
#include "reconciler/git/repository.h"

_Static_assert(REPOSITORY_PACK_MAX <= INT32_MAX, "an offset in the index has 31 bits");

/* Trees are stored, not deflated: they consist mostly of ids, which hardly compress. Deflating
 * would save a third of a tree and take as long as all other work for the commit. */
enum pack_encoding { WAY_STORED, WAY_DEFLATED, WAY_COUNT };

static const int levels[WAY_COUNT] = {0, 1};

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

static int append(struct text *out, const void *bytes, size_t length)
{
    return text_append(out, bytes, length);
}

static int put_object(struct packing *packing, const struct pack_object *object,
                      struct pack_entry *place)
{
    unsigned char head[PACK_OBJECT_HEAD_MAX];
    struct text *out = packing->out;
    struct libdeflate_compressor *way =
        packing->ways[object->type == GIT_OBJECT_TREE ? WAY_STORED : WAY_DEFLATED];
    size_t start = out->length, length = pack_head_print(head, object->type, object->size);
    if (object->size > REPOSITORY_PACK_MAX || append(out, head, length) != 0)
        return -1;
    arena_clear(&packing->scratch);
    size_t room = libdeflate_zlib_compress_bound(way, object->size);
    char *bytes = arena_alloc(&packing->scratch, room);
    length = libdeflate_zlib_compress(way, object->bytes, object->size, bytes, room);
    if (append(out, bytes, length) != 0)
        return -1;
    *place = (struct pack_entry){object->id, (uint32_t)start,
                                 libdeflate_crc32(0, out->data + start, out->length - start)};
    return 0;
}

static int put_objects(const struct pack_object *objects, size_t count, struct pack_entry *places,
                       struct text *out)
{
    CLEANUP(packing_close) struct packing packing;
    packing_open(&packing, out);
    char head[PACK_HEAD];
    pack_index_head(head, (uint32_t)count);
    if (count > UINT32_MAX || append(out, head, sizeof head) != 0)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (put_object(&packing, &objects[i], &places[i]) != 0)
            return -1;
    return 0;
}

int pack_make(const struct pack_object *objects, size_t count, struct pack *out, struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct pack_entry *places = arena_array(&scratch, struct pack_entry, count);
    struct err trouble = {0};
    git_oid digest;
    pack_clear(out);
    if (put_objects(objects, count, places, &out->bytes) == 0 &&
        pack_index_digest(out->bytes.data, out->bytes.length, &digest, &trouble) == 0 &&
        append(&out->bytes, digest.id, sizeof digest.id) == 0 &&
        pack_index_print(places, count, &digest, &out->index, &trouble) == 0)
        return 0;
    size_t maximum = out->bytes.maximum;
    pack_clear(out);
    return trouble.message[0] != '\0'
               ? (*err = trouble, -1)
               : err_set(err, "the new objects do not fit into a pack of %zu bytes", maximum);
}
