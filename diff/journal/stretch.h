// SPDX-License-Identifier: Apache-2.0
/* A stretch is a time during which a tag had one digest without interruption. */
#pragma once

#include "diff/journal/record.h"
#include "manifests/base/list.h"

struct stretch {
    const char *digest;
    moment since, until; /* until is MOMENT_NEVER while the stretch lasts */
    /* The record that began or ended the stretch is not believed (record_believed) or is doubted.
     * `since` and `until` are then such that the stretch lasted for no time: an ended stretch has
     * two equal times, and one that still lasts begins in the future, or at MOMENT_NEVER. */
    bool since_unknown, until_unknown;
    const char *alias; /* the tag that the tag followed at its last record; NULL: no alias */
    bool by_person;    /* a rollback, a move by hand, or another tag that an alias follows brought
                          the digest */
    bool backed_out;   /* a person later moved the tag back to a digest that it had before this
                          stretch */
    bool rebuilt;      /* `since` is when weir found the digest; it may have come earlier */
    const struct record *record; /* the record that set `since`; NULL: not recorded yet */
};
typedef LIST_OF(struct stretch) stretches; /* oldest first */

/* Returns since when the stretch lasts, or MOMENT_NEVER if that is unknown, or stretch is NULL. */
static inline moment stretch_since(const struct stretch *stretch)
{
    return stretch == NULL || stretch->since_unknown ? MOMENT_NEVER : stretch->since;
}

/* Adds a record. If its digest differs from the last stretch's, that stretch ends and a new one
 * starts; a record without a digest only ends it. If the digest is the same, nothing changes,
 * except that a rebuilt record moves the stretch's start to its own time, and so does any believed
 * record if the start is unknown. doubted: another record shows that one of both times is wrong. */
void stretch_add(struct arena *arena, stretches *list, const struct record *record, moment now,
                 bool doubted);
/*
 * Adds a stretch that starts now, for the digest that the tag has now. Does nothing if the last
 * stretch still lasts and has this digest. If that stretch has another digest, it ends at `left`.
 * by_person: a rollback or a move by hand brought the digest.
 */
void stretch_present(struct arena *arena, stretches *list, const char *digest, moment left,
                     moment now, bool by_person);
/* Sets backed_out of each stretch. A tag that points to an older image again upstream backs out of
 * nothing, because nobody decided against the images in between. */
void stretch_back_out(stretches *list);
