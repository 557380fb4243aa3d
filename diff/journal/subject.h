// SPDX-License-Identifier: Apache-2.0
/*
 * Makes the subject of a commit in people's words, such as "promote web 1.4.0 to prod", "roll back
 * web in prod to 1.3.2: errors since the release" or "pin 12 tags in dev and staging". Moves of
 * several kinds are named in the order of their importance.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/arena.h"

enum { SUBJECT_MAX = 100 /* bytes */ };

/* A move that a subject names. */
struct subject_move {
    const char *word; /* the KIND of a Weir-Move trailer, a record's word, or "rolled" for the image
                       * of a workload */
    const char *environment, *stream, *tag;
    const char *version; /* see subject_version; NULL: none */
};

/* Returns the tag of a reference if the tag says something: it contains a digit and is not the
 * stream's default "latest". Otherwise returns the short digest; NULL without a digest. Both
 * arguments may be NULL. */
const char *subject_version(struct arena *arena, const char *reference, const char *digest);

/*
 * Returns `start` and the moves, then ": " and the reason (NULL: none), in the arena: at most
 * SUBJECT_MAX bytes, cut at a word. The tag of a stream is named if it is neither "latest" nor the
 * version. Control characters are replaced.
 */
const char *subject_make(struct arena *arena, const char *start, const struct subject_move *moves,
                         size_t count, const char *reason);
