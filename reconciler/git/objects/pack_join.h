// SPDX-License-Identifier: Apache-2.0
/*
 * Joins weir's own small packs, so that a repository has few files however many runs wrote to it.
 * Nothing is lost. The objects are copied as they are, except for blobs that are the beginning of
 * another one (pack_growth.h).
 *
 * Git reads the repository at any moment of this: the new pack is complete and durable before an
 * old one is removed, and a reader that misses a removed pack looks for new ones. The same holds
 * for two processes that join the same packs, and for a `git gc` at the same time: each removes
 * only packs whose objects it has stored in another one.
 */
#pragma once

#include <stdbool.h>

enum {
    PACK_JOIN_MORE_THAN = 32,       /* small packs are joined if there are more of them */
    PACK_JOIN_SIZE_MAX = 256 << 20, /* bytes; a pack of at least half of this is not small */
};

/* Joins the smallest packs if there are too many. Returns true if packs were removed, so that open
 * handles of the repository must be refreshed. A failure is not an error: the packs stay. folder:
 * of pack_draft_folder. */
bool pack_join(int folder);
