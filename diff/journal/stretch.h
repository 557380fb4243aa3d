// SPDX-License-Identifier: Apache-2.0
/* Stretches: the times during which a tag had one digest without interruption. */
#pragma once

#include "diff/journal/record.h"
#include "manifests/base/list.h"

struct stretch {
    const char *digest;
    moment since, until;         /* until: MOMENT_NEVER while it lasts */
    bool backed_out;             /* the tag later went back to an image from before this stretch */
    bool rebuilt;                /* since is when the journal was begun, not when the digest came */
    const struct record *record; /* the first record of the stretch; NULL: not recorded yet */
};
typedef LIST_OF(struct stretch) stretches; /* oldest first */

/* Ends a stretch at `left`, but not before it began and not after `most`. */
void stretch_end(struct stretch *stretch, moment left, moment most);
/* Adds a record to the list: it begins a stretch, ends one, or confirms the last one. */
void stretch_add(struct arena *arena, stretches *list, const struct record *record);
/*
 * Adds the digest that a tag has `now`, after the last record: as a stretch of its own, unless the
 * last stretch lasts and has the digest. A last stretch with another digest ended at `left`.
 */
void stretch_present(struct arena *arena, stretches *list, const char *digest, moment left,
                     moment now);
/* Marks the stretches that were backed out of: a digest from before them came back. */
void stretch_back_out(stretches *list);
