// SPDX-License-Identifier: Apache-2.0
/* Gates about what the image itself is: `platforms`, `label` and `check`. */
#include "diff/gates.h"

struct gate_result gate_platforms(struct planner *planner, const struct gate *gate,
                                  const struct candidate *candidate)
{
    return gate_not_supported(planner, gate, candidate);
}

struct gate_result gate_label(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate)
{
    return gate_not_supported(planner, gate, candidate);
}

struct gate_result gate_check(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate)
{
    return gate_not_supported(planner, gate, candidate);
}
