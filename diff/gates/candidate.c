// SPDX-License-Identifier: Apache-2.0
#include "diff/gates/candidate.h"

const char *candidate_image_key(struct planner *planner, const struct candidate *candidate)
{
    const struct holding *holding = &candidate->holding;
    if (!holding->integrated)
        return reference_digest_key(planner->arena, &holding->image, candidate->digest);
    return arena_print(planner->arena, "%s@%s",
                       planner_integrated(planner, holding->home, holding->stream),
                       candidate->digest);
}
