// SPDX-License-Identifier: Apache-2.0
/* Makes the tables of `get`: streams, tags and promotions. */
#pragma once

#include "reconciler/report/report.h"
#include "reconciler/report/table.h"

struct table view_stream_table(struct arena *arena, const struct report *report);
struct table view_tag_table(struct arena *arena, const struct report *report);
struct table view_promotion_table(struct arena *arena, const struct report *report);
