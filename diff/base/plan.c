// SPDX-License-Identifier: Apache-2.0
#include "diff/base/plan.h"

struct plan_count plan_counted(const struct plan *plan)
{
    struct plan_count count = {0};
    list_each (row, &plan->rows) {
        count.states[row_state(row)]++;
        count.trouble += reason_trouble(row->reason);
    }
    return count;
}
