// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_source.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/git/objects/pack_beginning.h"
#include "reconciler/git/objects/pack_head.h"

/* Maps a regular file. Returns NULL if that fails, or if the file is empty. */
static const unsigned char *map_file(int folder, const char *name, size_t *size)
{
    struct stat at;
    void *bytes = MAP_FAILED;
    int file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return NULL;
    if (fstat(file, &at) == 0 && S_ISREG(at.st_mode) && at.st_size > 0) {
        *size = (size_t)at.st_size;
        bytes = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, file, 0);
    }
    close(file);
    return bytes != MAP_FAILED ? bytes : NULL;
}

/* Returns true if the pack has its trailer's SHA-1 and belongs to its index. */
static bool whole(struct pack_source *source)
{
    char head[PACK_HEAD];
    struct err ignored;
    git_oid named, own;
    size_t end = source->pack_size - PACK_TRAILER;
    source->count = pack_index_count(source->index, source->index_size, &named);
    pack_index_head(head, (uint32_t)source->count);
    return source->count > 0 && memcmp(source->pack, head, PACK_HEAD) == 0 &&
           memcmp(source->pack + end, named.id, PACK_TRAILER) == 0 &&
           pack_index_digest(source->pack, end, &own, &ignored) == 0 && git_oid_equal(&own, &named);
}

bool pack_source_open(struct pack_source *source, int folder, const char *name)
{
    char index[PACK_NAME_MAX];
    *source = (struct pack_source){0};
    if (!pack_draft_owns(name, "pack"))
        return false;
    strcpy(source->name, name);
    strcpy(index, name);
    strcpy(strrchr(index, '.'), ".idx");
    source->pack = map_file(folder, name, &source->pack_size);
    source->index = map_file(folder, index, &source->index_size);
    return source->pack != NULL && source->index != NULL &&
           source->pack_size > PACK_HEAD + PACK_TRAILER && source->pack_size <= INT32_MAX &&
           whole(source);
}

void pack_source_close(struct pack_source *source)
{
    if (source->pack != NULL)
        munmap((void *)(uintptr_t)source->pack, source->pack_size);
    if (source->index != NULL)
        munmap((void *)(uintptr_t)source->index, source->index_size);
    *source = (struct pack_source){0};
}

static int by_offset(const void *left, const void *right)
{
    const struct pack_piece *a = left, *b = right;
    return a->entry.offset < b->entry.offset ? -1 : a->entry.offset > b->entry.offset;
}

static bool is_whole_object(const struct pack_piece *piece)
{
    return piece->type == GIT_OBJECT_COMMIT || piece->type == GIT_OBJECT_TREE ||
           piece->type == GIT_OBJECT_BLOB;
}

/* Finds the blob that begins with this one. Returns false if the piece is another kind of object.
 * pieces: the pack's objects, sorted by offset. */
static bool find_other(struct pack_piece *piece, const struct pack_piece *pieces, size_t count)
{
    struct pack_beginning beginning;
    struct pack_piece key = *piece;
    if (!pack_beginning_read(piece->bytes, piece->size, &beginning) ||
        beginning.distance > piece->entry.offset)
        return false;
    key.entry.offset -= (uint32_t)beginning.distance;
    const struct pack_piece *other = list_search(pieces, count, sizeof *pieces, &key, by_offset);
    if (other == NULL || other->type != GIT_OBJECT_BLOB || other->length != beginning.of)
        return false;
    piece->beginning = true;
    piece->of = other->entry.id;
    piece->length = beginning.length;
    return true;
}

bool pack_source_list(const struct pack_source *source, struct arena *arena, pack_pieces *out)
{
    size_t first = out->count, end = source->pack_size - PACK_TRAILER;
    for (size_t i = 0; i < source->count; i++)
        list_add(arena, out)->entry = pack_index_entry(source->index, source->count, i);
    struct pack_piece *pieces = out->items + first;
    list_order(pieces, source->count, sizeof *pieces, by_offset);
    for (size_t i = 0; i < source->count; i++) {
        struct pack_piece *piece = &pieces[i];
        size_t at = piece->entry.offset;
        size_t next = i + 1 < source->count ? pieces[i + 1].entry.offset : end;
        if (at < PACK_HEAD || at >= next || next > end)
            return false;
        piece->bytes = source->pack + at;
        piece->size = next - at;
        if (pack_head_read(piece->bytes, piece->size, &piece->type, &piece->length) == 0 ||
            (!is_whole_object(piece) && !find_other(piece, pieces, i)))
            return false;
    }
    return true;
}
