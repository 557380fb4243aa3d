// SPDX-License-Identifier: Apache-2.0
/* A stretch is a time during which a tag had one digest without interruption. */
#pragma once

#include "diff/journal/record.h"
#include "manifests/base/list.h"

struct stretch {
    const char *digest;
    moment since, until; /* until is MOMENT_NEVER while the stretch lasts */
    bool backed_out;     /* the tag later returned to a digest that it had before this stretch */
    bool rebuilt;        /* `since` is when weir found the digest, which came earlier */
    const struct record *record; /* the first record of the stretch; NULL: not recorded yet */
};
typedef LIST_OF(struct stretch) stretches; /* oldest first */

/* Adds a record: it starts a new stretch, ends the last one, or changes nothing if the last one has
 * its digest. A rebuilt record restarts the time of a stretch with its digest. */
void stretch_add(struct arena *arena, stretches *list, const struct record *record);
/*
 * Adds a stretch that starts now, for the digest that the tag has now. Does nothing if the last
 * stretch still lasts and has this digest. If it lasts and has another digest, it ends at `left`.
 */
void stretch_present(struct arena *arena, stretches *list, const char *digest, moment left,
                     moment now);
/* Sets backed_out in each stretch after which a digest from before it came back. */
void stretch_back_out(stretches *list);
