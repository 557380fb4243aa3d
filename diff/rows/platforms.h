// SPDX-License-Identifier: Apache-2.0
/*
 * `weir.dev/platforms`: an image that a tag moves to must hold every declared platform, and an
 * index that differs in others only is equal to the one that is pinned.
 */
#pragma once

#include "diff/planner/planner.h"

/*
 * True when the image holds all of them. Else the draft has ended: a platform is missing, an answer
 * is outstanding, or it could not be told. key: "host/path@digest". platforms may be NULL: true.
 */
bool platforms_held(struct planner *planner, struct draft *draft, const char *platforms,
                    const char *key, enum image_form form);

enum platforms_change {
    PLATFORMS_DIFFER,
    PLATFORMS_SAME, /* both are indexes, with the same image for each declared platform */
    PLATFORMS_OPEN, /* the draft has ended: an answer is outstanding, or it could not be told */
};
/* Compares the pinned image with the new one, an index that holds all of them; keys as above. */
enum platforms_change platforms_compare(struct planner *planner, struct draft *draft,
                                        const char *platforms, const char *pinned,
                                        const char *live);
