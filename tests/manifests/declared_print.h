// SPDX-License-Identifier: Apache-2.0
/* Prints what a repository declares, as text for comparison in tests. */
#pragma once

#include "manifests/declared/declared.h"

/* A line for each value, problems apart; the caller frees it. */
char *declared_print(const struct declared *declared);
/* A line for each problem: place, code, object, message, hint; the caller frees it. */
char *problems_print(const struct declared *declared);
