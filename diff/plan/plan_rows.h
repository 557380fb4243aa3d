// SPDX-License-Identifier: Apache-2.0
/* Adds rows to a plan. */
#pragma once

#include "diff/planner/planner.h"

/* Adds the row of a decided tag, including the fields that journal_due() will record. */
void plan_rows_add_tag(struct planner *planner, struct plan *plan, struct tag_node *node);
/* Adds a row for a second hop to the same tag, which is a problem of both hops. */
void plan_rows_add_second_hop(struct planner *planner, struct plan *plan, const struct hop *hop,
                              const struct tag_node *node);
/* Decides a consumer and adds its row. */
void plan_rows_add_consumer(struct planner *planner, struct plan *plan,
                            const struct consumer *consumer);
