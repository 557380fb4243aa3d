// SPDX-License-Identifier: Apache-2.0
/* Adds the facts of weir.yaml (settings, the guard, paths, windows, clusters, freezes) and the
 * freeze of weir.freeze. */
#pragma once

#include "diff/review/facts_add.h"

void facts_settings(const struct fact_maker *maker);
