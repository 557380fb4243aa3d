// SPDX-License-Identifier: Apache-2.0
/* Adds the facts of weir.yaml: settings, freezes, the guard, paths, windows and clusters. */
#pragma once

#include "diff/review/facts_add.h"

void facts_settings(const struct fact_maker *maker);
