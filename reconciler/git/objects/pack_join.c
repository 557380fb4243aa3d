// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/pack_join.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reconciler/git/objects/pack_beginning.h"
#include "reconciler/git/objects/pack_growth.h"

enum { HELD = 256 << 10 }; /* bytes that are written at once */

/* A small pack in the folder. */
struct small_pack {
    char name[PACK_NAME_MAX];
    long long size;
};
typedef LIST_OF(struct small_pack) small_packs;

/* Returns true if the folder has a file that refers to packs by their names. Packs are not removed
 * then: `git maintenance` joins them. */
static bool is_referred_to(int folder)
{
    struct stat at;
    return fstatat(folder, "multi-pack-index", &at, AT_SYMLINK_NOFOLLOW) == 0 ||
           fstatat(folder, "multi-pack-index.d", &at, AT_SYMLINK_NOFOLLOW) == 0;
}

/* Returns true if Git or a person put another file beside the pack, such as a ".keep". */
static bool is_kept(int folder, const char *name)
{
    static const char *const kinds[] = {"keep", "promisor", "mtimes", "bitmap", "rev"};
    char file[PACK_NAME_MAX + 8];
    struct stat at;
    size_t stem = strlen(name) - strlen("pack");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        memcpy(file, name, stem);
        strcpy(file + stem, kinds[i]);
        if (fstatat(folder, file, &at, AT_SYMLINK_NOFOLLOW) == 0)
            return true;
    }
    return false;
}

static int by_size(const void *left, const void *right)
{
    const struct small_pack *a = left, *b = right;
    return a->size != b->size ? (a->size < b->size ? -1 : 1) : strcmp(a->name, b->name);
}

/* Lists weir's small packs, the smallest first. */
static void list_small(int folder, struct arena *arena, small_packs *out)
{
    struct stat at;
    int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = own >= 0 ? fdopendir(own) : NULL;
    if (list == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(list)) != NULL;) {
        if (!pack_draft_owns(entry->d_name, "pack") ||
            fstatat(folder, entry->d_name, &at, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(at.st_mode) ||
            at.st_size >= PACK_JOIN_SIZE_MAX / 2 || is_kept(folder, entry->d_name))
            continue;
        struct small_pack *pack = list_add(arena, out);
        strcpy(pack->name, entry->d_name);
        pack->size = at.st_size;
    }
    closedir(list);
    list_sort(out, by_size);
}

/* Returns how many of the smallest packs to join: as many as necessary, and then each that is not
 * larger than all smaller ones together. So an object is copied only about as often as the total
 * doubles. */
static size_t choose(const small_packs *packs)
{
    size_t count = 0;
    long long total = 0;
    while (count < packs->count &&
           (count < PACK_JOIN_MORE_THAN || packs->items[count].size <= total) &&
           total + packs->items[count].size <= PACK_JOIN_SIZE_MAX)
        total += packs->items[count++].size;
    return count;
}

static int by_id(const void *left, const void *right)
{
    const struct pack_piece *a = left, *b = right;
    return git_oid_cmp(&a->entry.id, &b->entry.id);
}

static void keep_first_of_each(pack_pieces *pieces)
{
    size_t kept = 0;
    list_sort(pieces, by_id);
    for (size_t i = 0; i < pieces->count; i++)
        if (i == 0 || by_id(&pieces->items[i], &pieces->items[kept - 1]) != 0)
            pieces->items[kept++] = pieces->items[i];
    pieces->count = kept;
}

/* A pack that is being written. */
struct joining {
    struct file_draft *out;
    EVP_MD_CTX *digest;
    struct text held; /* bytes that are not written yet */
    const pack_pieces *pieces;
    struct pack_entry *entries; /* the place of each piece in the new pack */
    size_t at;                  /* bytes of the pack so far */
};

static void joining_done(struct joining *joining)
{
    EVP_MD_CTX_free(joining->digest);
    text_done(&joining->held);
}

static bool flush(struct joining *joining)
{
    struct text *held = &joining->held;
    bool written = EVP_DigestUpdate(joining->digest, held->data, held->length) == 1 &&
                   file_draft_write(joining->out, held->data, held->length) == 0;
    text_clear(held);
    return written;
}

/* Adds bytes to the new pack. */
static bool put(struct joining *joining, const void *bytes, size_t size)
{
    joining->at += size;
    return joining->at <= INT32_MAX && text_append(&joining->held, bytes, size) == 0 &&
           (joining->held.length < HELD || flush(joining));
}

/* Adds one object, which is a copy or a beginning of a blob that was added. */
static bool put_piece(struct joining *joining, size_t index)
{
    unsigned char bytes[PACK_BEGINNING_MAX];
    const struct pack_piece *piece = &joining->pieces->items[index];
    struct pack_entry *entry = &joining->entries[index];
    *entry = piece->entry;
    entry->offset = (uint32_t)joining->at;
    if (!piece->beginning)
        return put(joining, piece->bytes, piece->size);
    size_t other = pack_growth_index(joining->pieces, &piece->of);
    struct pack_beginning beginning = {.distance = joining->at - joining->entries[other].offset,
                                       .of = joining->pieces->items[other].length,
                                       .length = piece->length};
    size_t size = pack_beginning_print(bytes, &beginning);
    entry->crc = libdeflate_crc32(0, bytes, size);
    return put(joining, bytes, size);
}

/* Adds all objects. Whole ones are the first, because a beginning must follow its blob. */
static bool put_pieces(struct joining *joining)
{
    char head[PACK_HEAD];
    const pack_pieces *pieces = joining->pieces;
    pack_index_head(head, (uint32_t)pieces->count);
    if (!put(joining, head, sizeof head))
        return false;
    for (int beginning = 0; beginning < 2; beginning++)
        for (size_t i = 0; i < pieces->count; i++)
            if (pieces->items[i].beginning == beginning && !put_piece(joining, i))
                return false;
    return flush(joining);
}

/* Writes the objects as one pack, and sets entries[i] to the place of the i-th one. */
static bool write_pack(struct file_draft *out, const pack_pieces *pieces,
                       struct pack_entry *entries, git_oid *trailer)
{
    unsigned char made[EVP_MAX_MD_SIZE];
    CLEANUP(joining_done)
    struct joining joining = {.out = out,
                              .digest = EVP_MD_CTX_new(),
                              .held = text_of(HELD + PACK_JOIN_SIZE_MAX),
                              .pieces = pieces,
                              .entries = entries};
    if (joining.digest == NULL || EVP_DigestInit_ex(joining.digest, EVP_sha1(), NULL) != 1 ||
        !put_pieces(&joining) || EVP_DigestFinal_ex(joining.digest, made, NULL) != 1)
        return false;
    memcpy(trailer->id, made, PACK_TRAILER);
    return file_draft_write(out, (const char *)made, PACK_TRAILER) == 0;
}

static bool store(int folder, struct arena *arena, const pack_pieces *pieces, git_oid *trailer)
{
    pack_draft_scope struct pack_draft draft = PACK_DRAFT_NONE;
    text_scope struct text index = text_of(PACK_JOIN_SIZE_MAX);
    struct pack_entry *entries = arena_array(arena, struct pack_entry, pieces->count);
    struct err ignored;
    return pack_draft_open(&draft, folder) == 0 &&
           write_pack(&draft.pack, pieces, entries, trailer) &&
           pack_index_print(entries, pieces->count, trailer, &index, &ignored) == 0 &&
           file_draft_write(&draft.index, index.data, index.length) == 0 &&
           pack_draft_name(&draft, trailer) == 0;
}

/* Removes a pack: its index first, because a reader finds a pack by its index. */
static void remove_pack(int folder, const char *name)
{
    char index[PACK_NAME_MAX];
    strcpy(index, name);
    strcpy(strrchr(index, '.'), ".idx");
    unlinkat(folder, index, 0);
    unlinkat(folder, name, 0);
}

/* Joins the sources into one pack, and removes them. */
static bool join(int folder, struct arena *arena, const struct pack_source *sources, size_t count)
{
    pack_pieces pieces = {0};
    git_oid trailer;
    char made[PACK_NAME_MAX];
    for (size_t i = 0; i < count; i++)
        if (!pack_source_list(&sources[i], arena, &pieces))
            return false;
    keep_first_of_each(&pieces);
    if (!pack_growth_find(&pieces) || !store(folder, arena, &pieces, &trailer))
        return false;
    pack_draft_file(made, &trailer, "pack");
    for (size_t i = 0; i < count; i++)
        if (strcmp(sources[i].name, made) != 0 && !is_kept(folder, sources[i].name))
            remove_pack(folder, sources[i].name);
    return true;
}

/* Opens the chosen packs, and joins them. A pack that can't be used stays as it is. */
static bool join_chosen(int folder, struct arena *arena, const small_packs *packs, size_t chosen)
{
    struct pack_source *sources = arena_array(arena, struct pack_source, chosen);
    size_t count = 0;
    for (size_t i = 0; i < chosen; i++) {
        if (pack_source_open(&sources[count], folder, packs->items[i].name))
            count++;
        else
            pack_source_close(&sources[count]);
    }
    bool joined = count > 1 && join(folder, arena, sources, count);
    for (size_t i = 0; i < count; i++)
        pack_source_close(&sources[i]);
    return joined;
}

bool pack_join(int folder)
{
    arena_scope struct arena arena = {0};
    small_packs packs = {0};
    bool joined = false;
    list_small(folder, &arena, &packs);
    if (packs.count <= PACK_JOIN_MORE_THAN || is_referred_to(folder))
        return false;
    /* The lock only saves work: another process that joins packs at the same time does no harm. */
    int lock = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0 && (flock(lock, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK))
        joined = join_chosen(folder, &arena, &packs, choose(&packs));
    if (lock >= 0)
        close(lock);
    return joined;
}
