// SPDX-License-Identifier: Apache-2.0
/* Reads the state that a version of a file gives the tag of a question. */
#pragma once

#include "manifests/declared/part.h"
#include "reconciler/git/history/origin_walk.h"

struct origin_state {
    bool exists;        /* the file declares the tag */
    const char *digest; /* the tag's pin, or the tag that it follows as an alias; or NULL */
    const char *image;  /* an alias: the pin of the tag at the end of its chain; or NULL */
    const struct reference *reference; /* of the pin or image; NULL: it has none, ... */
    const char *source;      /* ... or origin_part_read() has printed it here, without digest */
    const char *released;    /* the digest of weir.dev/released; or NULL */
    bool held;               /* the tag has a hold, ended or not, ... */
    const char *hold_reason; /* ... with this reason; or NULL */
};

/* Decodes a version of a file. The caller frees out->arena. A file that does not exist declares
 * nothing. Fails if the version can't be read. */
MUST_USE int origin_part_decode(struct origin_walk *walk, const char *path,
                                const struct origin_version *version, struct part *out);
/* True if the tag is in the state that the question is about. */
bool origin_part_matches(const struct origin_state *state, const struct origin_question *question);
/* Returns the state of the question's tag in a decoded file. Its texts live as long as the part. */
struct origin_state origin_part_state(const struct part *part,
                                      const struct origin_question *question);
/* Fetches a version of the question's file if necessary, decodes it, and sets *out to the state of
 * the tag. The texts live in the walk's scratch arena. */
MUST_USE int origin_part_read(struct origin_walk *walk, const struct origin_question *question,
                              const struct origin_version *version, struct origin_state *out);
