// SPDX-License-Identifier: Apache-2.0
/* Makes JSON from a row of a plan. docs/json.md describes each key. */
#pragma once

#include "diff/base/plan.h"
#include "reconciler/report/json/json_value.h"

/* Begins an object with the kind and names of a row; the caller adds to the object. */
json_t *json_row_names(const struct row *row);
json_t *json_row(const struct row *row);
/* Returns a workload and its container; null for NULL. */
json_t *json_workload(const struct consumer *consumer);
