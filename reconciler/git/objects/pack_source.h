// SPDX-License-Identifier: Apache-2.0
/* Reads one of weir's packs from the folder of the packs, to copy its objects. */
#pragma once

#include "manifests/base/list.h"
#include "reconciler/git/objects/pack_draft.h"
#include "reconciler/git/objects/pack_index.h"

/* A pack and its index, mapped into memory. */
struct pack_source {
    char name[PACK_NAME_MAX]; /* of the file of the pack */
    const unsigned char *pack, *index;
    size_t pack_size, index_size;
    size_t count; /* objects */
};

/* One object in a pack. */
struct pack_piece {
    struct pack_entry entry;
    const unsigned char *bytes; /* within the source: the head, and the compressed bytes */
    size_t size;
    git_object_t type;
    uint64_t length; /* before compression */
    bool beginning;  /* a blob that is stored as the first bytes of another one */
    git_oid of;      /* the id of that one */
};
typedef LIST_OF(struct pack_piece) pack_pieces;

/* Maps a pack. Returns false if it can't be read or is damaged. The caller closes the source in any
 * case. */
MUST_USE bool pack_source_open(struct pack_source *source, int folder, const char *name);
void pack_source_close(struct pack_source *source);

/* Adds the pack's objects, in their order in the pack. Returns false if an object is not where the
 * index says, or is neither a whole commit, tree or blob nor the beginning of a whole blob of this
 * pack (pack_beginning.h). */
MUST_USE bool pack_source_list(const struct pack_source *source, struct arena *arena,
                               pack_pieces *out);
