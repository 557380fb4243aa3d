// SPDX-License-Identifier: Apache-2.0
/*
 * A track follows one tag through the commits of the branch: which digest the files gave it from
 * which commit on. For the files of the audit only.
 */
#pragma once

#include "diff/audit/audit.h"

/* The tag had this digest from the commit with this index on. */
struct pin_change {
    size_t commit;
    const char *digest;
};

struct track {
    const char *namespace, *stream, *tag;
    LIST_OF(struct pin_change) changes; /* by commit */
    const struct audit_file *file;      /* of the journal, or NULL */
    bool *matched;                      /* per record of `file`: a matching commit was found */
    size_t begun; /* commits before this index are older than the file; or 0 */
    size_t step;  /* the last step in which the tag had a pin */
};
typedef LIST_OF(struct track *) track_list; /* by namespace, stream, tag; each once */

/* Returns NULL if the tag has no track. */
struct track *track_find(const track_list *tracks, const char *namespace, const char *stream,
                         const char *tag);
/* Adds a track without changes and file, for a tag that has none. Its address does not change. */
struct track *track_add(struct arena *arena, track_list *tracks, const char *namespace,
                        const char *stream, const char *tag);

/* Returns the digest that the tag had at the commit with this index; NULL if none yet, or if track
 * is NULL. */
const char *track_at(const struct track *track, size_t commit);
/* True if the tag had the digest at that commit or before it; false if track is NULL. */
bool track_had(const struct track *track, const char *digest, size_t commit);
