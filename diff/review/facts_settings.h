// SPDX-License-Identifier: Apache-2.0
/* The facts of weir.yaml: settings, freezes, paths, windows and clusters. */
#pragma once

#include "diff/review/facts_add.h"

void facts_settings(const struct fact_maker *maker);
