// SPDX-License-Identifier: Apache-2.0
/* Reports the paths of weir.yaml that select nothing, and how many files they leave out. */
#pragma once

#include "manifests/declared/link.h"

/* Adds these problems. Called after the files were read. */
void link_paths(struct link *link);
