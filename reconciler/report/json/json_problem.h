// SPDX-License-Identifier: Apache-2.0
/* Makes JSON from problems of manifests. docs/json.md describes each key. */
#pragma once

#include "reconciler/report/json/json_value.h"

json_t *json_problem(const struct problem *problem);
/* Returns all problems of the declarations. */
json_t *json_problem_list(const struct report *report);
