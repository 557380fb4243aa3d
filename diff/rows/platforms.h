// SPDX-License-Identifier: Apache-2.0
/*
 * `weir.dev/platforms`: an image that a tag moves to must have every declared platform. An index
 * that differs from the pinned one only in other platforms counts as equal.
 */
#pragma once

#include "diff/planner/planner.h"

/*
 * True if the image has all platforms. Else the draft has ended: a platform is missing, or an
 * answer is outstanding or unknown. key: "host/path@digest". platforms NULL: true.
 */
bool platforms_held(struct planner *planner, struct draft *draft, const char *platforms,
                    const char *key, enum image_form form);

enum platforms_change {
    PLATFORMS_DIFFER,
    PLATFORMS_SAME, /* both are indexes with the same image for each declared platform */
    PLATFORMS_OPEN, /* the draft has ended: an answer is outstanding or unknown */
};
/* Compares the pinned image with the new index, which has all platforms; keys as above. */
enum platforms_change platforms_compare(struct planner *planner, struct draft *draft,
                                        const char *platforms, const char *pinned,
                                        const char *live);
