// SPDX-License-Identifier: Apache-2.0
/* Problems of manifests as JSON. docs/json.md describes each key. */
#pragma once

#include "reconciler/report/json/json_value.h"

json_t *json_problem(const struct problem *problem);
/* All problems of the declarations. */
json_t *json_problem_list(const struct report *report);
