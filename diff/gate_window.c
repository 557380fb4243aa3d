// SPDX-License-Identifier: Apache-2.0
/* The gate `window`: a named window of weir.yaml must be open. */
#include "diff/gates.h"

struct gate_result gate_window(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate)
{
    return gate_not_supported(planner, gate, candidate);
}
