// SPDX-License-Identifier: Apache-2.0
/* Prints the records that the journal lacks, for golden files. */
#pragma once

#include <stdio.h>

#include "diff/journal/journal.h"

void due_print(const due_list *dues, FILE *out);
