// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the identities of files in a second thread. Reading identities is most of the cost of
 * listing a work tree in which nothing changed. So the thread reads those of the previous listing's
 * files, from the last file on, while the walk lists the folders from the first. Both meet in the
 * middle.
 */
#pragma once

#include <stddef.h>

#include "reconciler/git/files/file_identity.h"
#include "reconciler/git/files/listing.h"

struct parallel_identity;

/* Starts the thread. root: the descriptor of the listing's folder. before: the previous listing,
 * which must stay until parallel_identity_end. Returns NULL if the thread would not help (no
 * previous listing, too few files, one processor) or can't be started. */
struct parallel_identity *parallel_identity_begin(int root, const struct listing *before,
                                                  int64_t settled);
/* Returns true if the thread has read the identity of the previous listing's file with this index.
 * Returns false if it has not; the caller then reads it. The caller must pass rising indexes; -1
 * and a NULL thread give false. */
bool parallel_identity_find(struct parallel_identity *reading, ptrdiff_t index,
                            struct file_identity *out);
/* Stops the thread and frees its memory. Accepts NULL. */
void parallel_identity_end(struct parallel_identity *reading);
