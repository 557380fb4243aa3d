// SPDX-License-Identifier: Apache-2.0
/* Stores a pack in a repository on this machine. */
#pragma once

#include "reconciler/git/objects/pack.h"
#include "reconciler/git/objects/pack_keep.h"

/* Stores the pack and its index, durably. After a kill, temporary files may be left, or a pack
 * without an index, which git ignores; pack_cleanup removes them. keep: protects the pack until
 * pack_keep_end; NULL: nobody repacks this repository. */
MUST_USE int pack_store(git_repository *git, const struct pack *pack, struct pack_keep *keep,
                        struct err *err);
