// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_growth.h"

#include <libdeflate.h>
#include <string.h>

#include "manifests/base/kept_file.h"
#include "manifests/base/memory.h"
#include "reconciler/git/objects/pack_beginning.h"
#include "reconciler/git/objects/pack_head.h"

/* Shorter blobs stay whole. Blobs are compared only if they have these first bytes in common: in
 * journal files they contain the first lines, and so the hash of the file's path. */
enum { LEAST = 4096 };

/* A whole blob that may be a beginning of another one or begin with it. */
struct grown_blob {
    struct pack_piece *piece;
    uint64_t sum; /* of its first LEAST bytes */
};
typedef LIST_OF(struct grown_blob) grown_blobs;

struct growth {
    struct libdeflate_decompressor *way;
    struct arena arena;
    grown_blobs blobs;
    char *longest, *other; /* the bytes of two blobs, each with room for PACK_BEGINNING_OF_MAX */
};

static void growth_done(struct growth *growth)
{
    libdeflate_free_decompressor(growth->way);
    arena_done(&growth->arena);
}

static bool inflate(const struct growth *growth, const struct pack_piece *piece, char *out)
{
    git_object_t type;
    uint64_t length;
    size_t head = pack_head_read(piece->bytes, piece->size, &type, &length);
    return head > 0 &&
           libdeflate_zlib_decompress(growth->way, piece->bytes + head, piece->size - head, out,
                                      (size_t)length, NULL) == LIBDEFLATE_SUCCESS;
}

static void list_blobs(struct growth *growth, const pack_pieces *pieces)
{
    list_each (piece, pieces)
        if (piece->type == GIT_OBJECT_BLOB && piece->length >= LEAST &&
            piece->length <= PACK_BEGINNING_OF_MAX && inflate(growth, piece, growth->other))
            *list_add(&growth->arena, &growth->blobs) =
                (struct grown_blob){piece, kept_file_sum(growth->other, LEAST)};
}

/* Sorts blobs with the same first bytes together, the longest first. */
static int by_sum_and_length(const void *left, const void *right)
{
    const struct grown_blob *a = left, *b = right;
    if (a->sum != b->sum)
        return a->sum < b->sum ? -1 : 1;
    return (a->piece->length < b->piece->length) - (a->piece->length > b->piece->length);
}

/* Compares each blob with the longest one that has the same first bytes. A blob that differs from
 * that one takes its place. */
static void compare_blobs(struct growth *growth)
{
    const struct grown_blob *longest = NULL;
    bool read = false;
    list_each (blob, &growth->blobs) {
        struct pack_piece *piece = blob->piece;
        bool same = longest != NULL && longest->sum == blob->sum;
        if (same && !read)
            same = read = inflate(growth, longest->piece, growth->longest);
        if (same && inflate(growth, piece, growth->other) &&
            memcmp(growth->longest, growth->other, piece->length) == 0) {
            piece->beginning = true;
            piece->of = longest->piece->entry.id;
            continue;
        }
        longest = blob;
        read = false;
    }
}

static int by_id(const void *left, const void *right)
{
    const struct pack_piece *a = left, *b = right;
    return git_oid_cmp(&a->entry.id, &b->entry.id);
}

size_t pack_growth_index(const pack_pieces *pieces, const git_oid *id)
{
    const struct pack_piece key = {.entry.id = *id};
    return list_place(pieces->items, pieces->count, sizeof key, &key, by_id);
}

/* Lets each beginning refer to a whole blob. The other blob may itself be a beginning of a longer
 * one by now. */
static bool refer_to_whole(const pack_pieces *pieces)
{
    list_each (piece, pieces) {
        const struct pack_piece *other = piece;
        while (other->beginning) {
            size_t index = pack_growth_index(pieces, &other->of);
            const struct pack_piece *next = &pieces->items[index];
            if (index == pieces->count || !git_oid_equal(&next->entry.id, &other->of) ||
                next->length <= other->length)
                return false;
            other = next;
        }
        if (piece->beginning)
            piece->of = other->entry.id;
    }
    return true;
}

bool pack_growth_find(pack_pieces *pieces)
{
    CLEANUP(growth_done)
    struct growth growth = {.way = memory_must(libdeflate_alloc_decompressor())};
    growth.longest = arena_alloc(&growth.arena, PACK_BEGINNING_OF_MAX);
    growth.other = arena_alloc(&growth.arena, PACK_BEGINNING_OF_MAX);
    list_blobs(&growth, pieces);
    list_sort(&growth.blobs, by_sum_and_length);
    compare_blobs(&growth);
    return refer_to_whole(pieces);
}
