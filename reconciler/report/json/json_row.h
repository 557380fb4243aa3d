// SPDX-License-Identifier: Apache-2.0
/* A row of a plan as JSON. docs/json.md describes each key. */
#pragma once

#include "diff/base/plan.h"
#include "reconciler/report/json/json_value.h"

json_t *json_row(const struct row *row);
/* The container of a workload; null for NULL. */
json_t *json_workload(const struct consumer *consumer);
