// SPDX-License-Identifier: Apache-2.0
/*
 * A tag on its way through the commits of the branch: which digest it had from which commit on, by
 * what stood in the files. For the files of the audit only.
 */
#pragma once

#include "diff/audit/audit.h"

/* From the commit of this index on, the tag had this digest. */
struct pin_change {
    size_t commit;
    const char *digest;
};

struct track {
    const char *namespace, *stream, *tag;
    LIST_OF(struct pin_change) changes; /* rising */
    const struct audit_file *file;      /* of the journal, or NULL */
    bool *matched;                      /* file's records that a move was found for */
    size_t begun;                       /* the journal of the tag was begun at this commit; or 0 */
    size_t step;                        /* the last in which it was there */
};
typedef LIST_OF(struct track *) track_list; /* by namespace, stream, tag; each once */

/* NULL when there is none. */
struct track *track_find(const track_list *tracks, const char *namespace, const char *stream,
                         const char *tag);
/* A new one, without changes and without a file, for a tag that has none; its address stays. */
struct track *track_add(struct arena *arena, track_list *tracks, const char *namespace,
                        const char *stream, const char *tag);

/* What it had at the commit of this index; NULL: nothing yet. Takes NULL. */
const char *track_at(const struct track *track, size_t commit);
/* Whether it had the digest at that commit or at any before. Takes NULL. */
bool track_had(const struct track *track, const char *digest, size_t commit);
