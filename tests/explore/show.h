// SPDX-License-Identifier: Apache-2.0
/* Follows given events and shows the tags and records after each, to understand a broken law. */
#pragma once

#include "tests/explore/scenario.h"

/* Returns the exit status. */
int show(const struct scenario *scenario, char **words, int count);
