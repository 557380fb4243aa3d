// SPDX-License-Identifier: Apache-2.0
/*
 * A track follows one tag through the commits of the branch. It lists the commits that changed the
 * tag's digest in its file. Only files of the audit include this header.
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
    const struct audit_file *file;      /* the tag's journal file, or NULL */
    bool *matched; /* for each record of `file`: a commit that matches was found */
    size_t begun;  /* commits with a lower index are older than the journal file; 0: none is */
    size_t step;   /* the number of the last step in which the tag had a pin */
    /* The tag was an alias of a tag that a build pushes, so it may have had images that the
     * repository does not name. */
    bool elsewhere;
};
typedef LIST_OF(struct track *) track_list; /* by namespace, stream, tag; each once */

/* Returns the tag's track, or NULL if the tag has none. */
struct track *track_find(const track_list *tracks, const char *namespace, const char *stream,
                         const char *tag);
/* Adds an empty track for a tag that has none. The track's address does not change later. */
struct track *track_add(struct arena *arena, track_list *tracks, const char *namespace,
                        const char *stream, const char *tag);

/* Returns the digest that the tag had at the commit with this index, or NULL if the tag had no pin
 * yet or `track` is NULL. */
const char *track_at(const struct track *track, size_t commit);
/* True if the tag had the digest at the commit with this index or before it. False if `track` is
 * NULL. */
bool track_had(const struct track *track, const char *digest, size_t commit);
