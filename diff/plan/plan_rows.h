// SPDX-License-Identifier: Apache-2.0
/* Adds the rows of tags and consumers to a plan. */
#pragma once

#include "diff/planner/planner.h"

/* Adds the row of a decided tag, including the fields that journal_due() will record. */
void plan_rows_add_tag(struct planner *planner, struct plan *plan, struct tag_node *node);
/* Adds the row of another hop that has the node's tag as its target too. Two hops to one tag are a
 * problem of both. */
void plan_rows_add_second_hop(struct planner *planner, struct plan *plan, const struct hop *hop,
                              const struct tag_node *node);
/* Decides a consumer and adds its row. */
void plan_rows_add_consumer(struct planner *planner, struct plan *plan,
                            const struct consumer *consumer);
