// SPDX-License-Identifier: Apache-2.0
/*
 * Checks `weir.dev/platforms`: a tag may move only to an image that has every declared platform. An
 * index that differs from the pinned one only in other platforms counts as equal.
 */
#pragma once

#include "diff/planner/planner.h"

/*
 * Returns true if the image has all platforms, or if `platforms` is NULL. Else ends the draft: a
 * platform is missing, or an answer is outstanding or not ANSWER_FOUND. `platforms` is a list
 * separated by commas; `key` is "host/path@digest".
 */
bool platforms_held(struct planner *planner, struct draft *draft, const char *platforms,
                    const char *key, enum image_form form);

enum platforms_change {
    PLATFORMS_DIFFER,
    PLATFORMS_SAME, /* both are indexes, with the same image for each declared platform */
    PLATFORMS_OPEN, /* an answer is outstanding or unknown, so the draft has ended */
};
/* Compares the pinned image with the tag's image upstream. Both keys are "host/path@digest". */
enum platforms_change platforms_compare(struct planner *planner, struct draft *draft,
                                        const char *platforms, const char *pinned,
                                        const char *live);
